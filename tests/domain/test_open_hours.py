"""When a patient may be texted, and their own minute within it."""

from collections import Counter
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.open_hours import (
    PatientHours,
    are_lawful,
    next_day_open,
    next_open,
    open_until,
    own_minute,
    spread,
)
from tests.domain.plans import utc
from tests.domain.test_schedule_rules import ZONES, instants

CHICAGO = "America/Chicago"


@pytest.mark.parametrize(
    ("opens", "closes", "lawful"),
    [
        (time(9), time(20), True),
        (time(8), time(21), True),
        (time(7, 59), time(20), False),
        (time(9), time(21, 1), False),
        (time(12), time(12), False),
        (time(20), time(9), False),
    ],
)
def test_promise_3_no_hours_are_wider_than_the_law(opens: time, closes: time, lawful: bool):
    assert are_lawful(opens, closes) is lawful


@given(st.sampled_from(ZONES), instants, st.integers(0, 59), st.integers(8, 19))
@settings(max_examples=200, deadline=None)
def test_promise_3_a_patients_own_minutes_never_lead_out_of_open_hours(
    zone: str, instant: datetime, minutes: int, opens: int
):
    hours = PatientHours(zone, time(10), time(opens), time(20), minutes)
    start = next_open(instant, hours)
    moved = spread(start, hours)
    assert start <= moved <= start + timedelta(minutes=minutes)
    assert next_open(moved, hours) == moved
    assert moved < open_until(start, hours)
    assert spread(start, hours) == moved


def test_away_from_the_end_of_the_hours_it_is_always_the_same_minute():
    hours = PatientHours(CHICAGO, time(10), time(9), time(20), 11)
    for hour in range(9, 20):
        start = datetime(2026, 12, 1, hour, 30, tzinfo=ZoneInfo(CHICAGO))
        assert spread(start, hours) - start == timedelta(minutes=11)


@pytest.mark.parametrize(("left", "moved"), [(15, 11), (12, 11), (11, 0), (7, 4), (1, 0), (0.5, 0)])
def test_before_the_hours_end_fewer_minutes_are_left_to_spread_over(left: float, moved: int):
    hours = PatientHours(CHICAGO, time(10), time(9), time(20), 11)
    start = datetime(2026, 12, 1, 20, tzinfo=ZoneInfo(CHICAGO)) - timedelta(minutes=left)
    assert spread(start, hours) - start == timedelta(minutes=moved)


@given(st.uuids(), st.integers(0, 59))
def test_a_patients_minute_is_theirs_for_ever(patient_id: UUID, span: int):
    assert 0 <= own_minute(patient_id, span) <= span
    assert own_minute(patient_id, span) == own_minute(UUID(str(patient_id)), span)


def test_the_patients_of_a_large_clinic_are_spread_evenly():
    ids = (UUID(int=0x0199_0000_0000_7000_8000_0000_0000_0000 + n) for n in range(30_000))
    minutes = Counter(own_minute(patient_id, 14) for patient_id in ids)
    assert set(minutes) == set(range(15))
    assert max(minutes.values()) < 1.1 * min(minutes.values())


def test_the_next_day_opens_by_the_clock_of_that_day():
    hours = PatientHours("America/New_York", time(10), time(9), time(20))
    assert next_day_open(utc("2026-03-07 16:00"), hours) == utc("2026-03-08 13:00")
