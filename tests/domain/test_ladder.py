"""The ladder of whom to page, as rules."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.ladder import EVERY_DAY, Rung, next_rung, wait_after

ZONE = "America/Chicago"
WORKING_DAYS = frozenset(range(5))
NURSE = Rung(1, timedelta(minutes=5), time(8), time(18), WORKING_DAYS)
NIGHT = Rung(2, timedelta(minutes=10), time(18), time(8), EVERY_DAY)
SUPERVISOR = Rung(3, timedelta(minutes=15), time(9), time(17), WORKING_DAYS)
LADDER = (NURSE, NIGHT, SUPERVISOR)

TUESDAY_NOON = datetime(2026, 3, 3, 18, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 3, 4, 4, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 3, 8, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "last", "paged"),
    [
        (TUESDAY_NOON, None, NURSE),
        (TUESDAY_NOON, 1, SUPERVISOR),
        (TUESDAY_NIGHT, None, NIGHT),
        (TUESDAY_NIGHT, 2, SUPERVISOR),
        (SUNDAY_NOON, None, SUPERVISOR),
        (TUESDAY_NOON, 3, SUPERVISOR),
    ],
)
def test_whoever_is_on_call_is_paged_and_the_supervisor_at_any_hour(at, last, paged):
    assert next_rung(LADDER, last, at, ZONE) is paged


def test_a_night_shift_goes_on_after_midnight_on_the_day_it_began():
    friday_night = Rung(1, timedelta(minutes=5), time(22), time(6), frozenset({4}))
    saturday_at_two = datetime(2026, 3, 7, 8, tzinfo=UTC)
    sunday_at_two = datetime(2026, 3, 8, 8, tzinfo=UTC)
    assert friday_night.is_on_call(saturday_at_two, ZONE)
    assert not friday_night.is_on_call(sunday_at_two, ZONE)


def test_whoever_is_paged_again_and_again_is_so_ever_more_rarely():
    waits = [wait_after(SUPERVISOR, pages) / timedelta(minutes=15) for pages in range(1, 9)]
    assert waits == [1, 1, 1, 2, 4, 8, 8, 8]


def test_a_clinic_without_a_ladder_pages_nobody():
    assert next_rung((), None, TUESDAY_NOON, ZONE) is None


@given(
    st.lists(
        st.builds(
            Rung,
            st.integers(1, 9),
            st.just(timedelta(minutes=5)),
            st.times(),
            st.times(),
            st.frozensets(st.integers(0, 6)),
        ),
        min_size=1,
        unique_by=lambda rung: rung.position,
    ),
    st.integers(0, 4 * 365 * 24 * 60).map(
        lambda minutes: TUESDAY_NOON + timedelta(minutes=minutes)
    ),
)
def test_promise_5_every_ladder_is_climbed_to_its_end(rungs, at):
    last, climbed = None, []
    for _ in range(len(rungs) + 1):
        rung = next_rung(rungs, last, at, ZONE)
        climbed.append(rung.position)
        last = rung.position
    assert climbed == sorted(climbed)
    assert climbed[-1] == max(rung.position for rung in rungs)
