"""Slots that staff set for another time: only the time differs, whatever else changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.open_hours import at_local
from diary.domain.reconcile import reconcile
from diary.domain.schedule import REST, due_prompts
from tests.domain.plans import hours_in, infusion, standard

ENDED = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
UNTIL = ENDED + timedelta(days=28)
zones = st.sampled_from(["America/Chicago", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia"])
days = st.dates(date(2026, 3, 6), date(2026, 3, 26))
open_clocks = st.times(time(9), time(19, 59)).map(lambda clock: clock.replace(microsecond=0))
anywhere = st.times()
corrections = st.integers(-48 * 60, 48 * 60).map(lambda minutes: timedelta(minutes=minutes))


def wanted(zone: str, ended_at: datetime, moves: dict):
    return due_prompts(standard(), [infusion(ended_at)], hours_in(zone), UNTIL, moves)


@given(zones, days, open_clocks, st.data(), corrections)
def test_a_moved_slot_keeps_its_time_through_corrections_and_no_slot_is_doubled_or_lost(
    zone: str, day: date, clock: time, data: st.DataObject, later: timedelta
):
    before = wanted(zone, ENDED, {})
    key = data.draw(st.sampled_from(before)).key
    moves = {key: (day, clock)}
    at = at_local(day, clock, ZoneInfo(zone))
    for ended_at in (ENDED, ENDED + later):
        plain = {slot.key: slot for slot in wanted(zone, ended_at, {})}
        moved = wanted(zone, ended_at, moves)
        keys = [slot.key for slot in moved]
        assert len(keys) == len(set(keys))
        assert set(plain) - {key} == set(keys) - {key}
        for slot in moved:
            if slot.key != key:
                assert slot == plain[slot.key]
            elif at >= ended_at + REST:
                assert slot.due_at == at


@given(zones, days, anywhere, st.data())
def test_promise_3_a_slot_set_for_the_night_comes_when_texts_may(
    zone: str, day: date, clock: time, data: st.DataObject
):
    key = data.draw(st.sampled_from(wanted(zone, ENDED, {}))).key
    for slot in wanted(zone, ENDED, {key: (day, clock)}):
        local = slot.due_at.astimezone(ZoneInfo(zone)).time()
        assert time(9) <= local < time(20)


@given(zones, days, open_clocks, st.data())
def test_laying_it_out_again_changes_nothing(
    zone: str, day: date, clock: time, data: st.DataObject
):
    key = data.draw(st.sampled_from(wanted(zone, ENDED, {}))).key
    slots = wanted(zone, ENDED, {key: (day, clock)})
    again = reconcile(wanted(zone, ENDED, {key: (day, clock)}), slots, [], timezone=zone)
    assert (again.create, again.move, again.withdraw) == ((), (), ())
