"""Rules of the schedule that hold in every zone, through every change of clocks."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.open_hours import PatientHours, next_open, spread
from diary.domain.schedule import due_prompts
from tests.domain.plans import hours_in, infusion, plan_of, standard, utc

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
instants = st.integers(
    int(utc("2025-01-01 00:00").timestamp()), int(utc("2035-12-31 00:00").timestamp())
).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
DAILY = plan_of({"code": "d", "days": [{"from": 1}], "questionnaires": ["daily"]})
AFTER_3 = plan_of({"code": "h", "after": "PT3H", "questionnaires": ["side_effects"]})


Change = tuple[datetime, timedelta | None, timedelta | None]
"""The first second by the new clock, and the offsets from UTC before and then."""


def transitions(zone: ZoneInfo) -> Iterator[Change]:
    """The changes of clocks from 2025 to 2035, to the second."""
    start, step = datetime(2025, 1, 1, tzinfo=UTC), timedelta(days=1)
    days = [start + number * step for number in range(11 * 366)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    for day, (before, after) in zip(days, pairwise(offsets), strict=False):
        if before != after:
            seconds = range(1, 86_401)

            def is_new(second: int, day: datetime = day, before: object = before) -> bool:
                return (day + timedelta(seconds=second)).astimezone(zone).utcoffset() != before

            yield day + timedelta(seconds=seconds[bisect(seconds, 0, key=is_new)]), before, after


def check_around(zone_name: str, change: datetime, preferred: time, minutes_later: int) -> None:
    """Three weeks of days and hours around a change: nothing skipped, doubled or at night."""
    hours = hours_in(zone_name, preferred=preferred, minutes_later=minutes_later)
    zone = ZoneInfo(zone_name)
    ended_at = change - timedelta(days=9, hours=3)
    anchor = infusion(ended_at, day_zero=ended_at.astimezone(zone).date())
    until = ended_at + timedelta(days=21)
    slots = due_prompts(DAILY, [anchor], hours, until)
    assert [slot.key.occurrence for slot in slots] == list(range(1, len(slots) + 1))
    days = [slot.due_at.astimezone(zone).date() for slot in slots]
    assert days == [anchor.day_zero + timedelta(days=n) for n in range(1, len(days) + 1)]
    assert len(days) >= 19
    for slot in [*slots, *due_prompts(AFTER_3, [anchor], hours, until)]:
        assert time(9) <= slot.due_at.astimezone(zone).time() < time(20)
        assert slot.closes_at - slot.due_at == timedelta(hours=20)
    [after] = due_prompts(AFTER_3, [anchor], hours, until)
    assert after.due_at == spread(next_open(ended_at + timedelta(hours=3), hours), hours)
    # The same patient is asked at the same minute of every day.
    assert len({slot.due_at.astimezone(zone).time() for slot in slots}) == 1


def test_promise_3_no_day_is_skipped_doubled_or_asked_at_night_when_the_clocks_change():
    """In every zone, around every change. Zones that change alike for weeks are asked alike."""
    seen = 0
    alike: dict[tuple[Change, ...], tuple[str, datetime]] = {}
    for zone in ZONES:
        changes = list(transitions(ZoneInfo(zone)))
        seen += len(changes)
        for change in changes:
            near = tuple(c for c in changes if abs(c[0] - change[0]) < timedelta(days=15))
            alike[(change, *near)] = (zone, change[0])
        if not changes:
            offset = utc("2030-01-01").astimezone(ZoneInfo(zone)).utcoffset()
            alike[((utc("2030-01-01"), offset, offset),)] = (zone, utc("2030-01-01"))
    assert seen > 4_000
    for zone, change in alike.values():
        check_around(zone, change, time(9), minutes_later=0)
        check_around(zone, change, time(19, 59), minutes_later=0)
        check_around(zone, change, time(19, 50), minutes_later=14)


@given(
    zone=st.sampled_from(ZONES),
    ended_at=instants,
    preferred=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    opens=st.integers(0, 22),
    length=st.integers(1, 23),
    minutes_later=st.integers(0, 59),
)
@settings(max_examples=150, deadline=None)
def test_promise_3_every_slot_lies_inside_the_open_hours(
    zone: str, ended_at: datetime, preferred: time, opens: int, length: int, minutes_later: int
):
    opens = opens if opens > 4 else 5  # clinics are closed while clocks change
    closes = time(min(opens + length, 23))
    closes = max(closes, time(opens, 30))
    hours = PatientHours(zone, preferred, time(opens), closes, minutes_later)
    slots = due_prompts(standard(), [infusion(ended_at)], hours, ended_at + timedelta(days=40))
    for slot in slots:
        local = slot.due_at.astimezone(ZoneInfo(zone)).time()
        assert hours.open_local <= local < hours.close_local
        assert next_open(slot.due_at, hours) == slot.due_at
        assert slot.due_at >= ended_at
    assert max(Counter(slot.key for slot in slots).values()) == 1
    assert all(a.due_at <= b.due_at for a, b in pairwise(slots))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6, unique=True), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_infusions_are_entered_makes_no_difference(days: list[int], chance):
    start = utc("2026-03-01 18:00")
    anchors = [infusion(start + timedelta(days=d), n) for n, d in enumerate(days, start=1)]
    until, hours = start + timedelta(days=80), hours_in("America/Chicago")
    in_order = due_prompts(standard(), anchors, hours, until)
    chance.shuffle(anchors)
    assert due_prompts(standard(), anchors, hours, until) == in_order


@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    instants,
)
@settings(max_examples=80, deadline=None)
def test_a_patient_who_moves_is_asked_on_the_same_days_by_the_new_clock(
    old: str, new: str, ended_at: datetime
):
    anchor, until = infusion(ended_at), ended_at + timedelta(days=20)
    before = due_prompts(DAILY, [anchor], hours_in(old), until)
    after = due_prompts(DAILY, [anchor], hours_in(new), until)
    days = [
        {s.key.occurrence: s.due_at.astimezone(ZoneInfo(zone)).date() for s in slots}
        for zone, slots in ((old, before), (new, after))
    ]
    both = days[0].keys() & days[1].keys()
    assert len(both) >= 18
    assert {n: days[0][n] for n in both} == {n: days[1][n] for n in both}
