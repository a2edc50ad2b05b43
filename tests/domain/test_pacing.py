"""How fast a number may send."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.pacing import SEGMENTS_A_SECOND, SenderKind, counted, full_until, kind_of

NOW = datetime(2026, 11, 18, 16, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sender", "kind", "segments"),
    [
        ("+14325550100", SenderKind.LONG_CODE, 1),
        *[
            (f"+1{code}5550100", SenderKind.TOLL_FREE, 3)
            for code in (800, 833, 844, 855, 866, 877, 888)
        ],
        ("+18225550100", SenderKind.LONG_CODE, 1),
        ("+448005550100", SenderKind.LONG_CODE, 1),
        ("78901", SenderKind.SHORT_CODE, 100),
        ("789012", SenderKind.SHORT_CODE, 100),
        ("MG0123456789abcdef0123456789abcdef", SenderKind.LONG_CODE, 1),
    ],
)
def test_a_number_shows_what_it_is(sender: str, kind: SenderKind, segments: int):
    assert kind_of(sender) is kind
    assert SEGMENTS_A_SECOND[kind] == segments


def test_a_cap_waits_until_enough_of_the_last_24_hours_is_over():
    hours = counted({}, 6, NOW - timedelta(hours=20))
    hours = counted(hours, 3, NOW - timedelta(hours=2))
    assert full_until(hours, 1, 10, NOW) is None
    again_at = full_until(hours, 2, 10, NOW)
    assert again_at == NOW.replace(minute=0) + timedelta(hours=5)
    assert full_until(hours, 2, 10, again_at) is None
    assert full_until(hours, 2, None, NOW) is None


def test_what_is_more_than_the_whole_cap_never_fits_and_asks_again_later():
    assert full_until({}, 11, 10, NOW) == NOW + timedelta(hours=1)


sends = st.lists(st.tuples(st.integers(0, 9 * 3600), st.integers(1, 4)), max_size=60)


@given(sends=sends, cap=st.integers(4, 25))
def test_no_24_hours_ever_hold_more_than_the_cap(sends: list[tuple[int, int]], cap: int):
    hours: dict[str, int] = {}
    sent: list[tuple[datetime, int]] = []
    at = NOW
    for pause, segments in sends:
        at += timedelta(seconds=pause)
        until = full_until(hours, segments, cap, at)
        if until is None:
            hours = counted(hours, segments, at)
            sent.append((at, segments))
        else:
            assert until > at
    for end, _ in sent:
        start = end - timedelta(hours=24)
        assert sum(n for when, n in sent if start < when <= end) <= cap
    assert len(hours) <= 25


@given(sends=sends, cap=st.integers(4, 25))
def test_waiting_as_told_always_ends(sends: list[tuple[int, int]], cap: int):
    hours: dict[str, int] = {}
    at = NOW
    for pause, segments in sends:
        at += timedelta(seconds=pause)
        for _ in range(30):
            until = full_until(hours, segments, cap, at)
            if until is None:
                break
            at = until
        assert until is None
        hours = counted(hours, segments, at)
