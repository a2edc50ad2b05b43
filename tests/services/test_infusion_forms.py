"""The infusion forms: what is right is read exactly, what is wrong is named by its field."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.services.fields import InvalidFieldsError
from diary.services.infusion_forms import read_given, read_planned
from diary.store.care import Route

CHICAGO = "America/Chicago"
NOW = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)
"""14:00 in Chicago."""
GIVEN = {
    "date": "2026-11-18",
    "start": "10:00",
    "end": "10:40",
    "dose_mg": "40",
    "weight_kg": "80",
    "route": "intravenous",
    "note": "",
}
PLANNED = {"date": "2026-11-20", "start": "10:00"}


def errors_of(form: dict[str, str], now: datetime = NOW) -> dict[str, str]:
    with pytest.raises(InvalidFieldsError) as caught:
        read_given(form, CHICAGO, now)
    return caught.value.errors


def test_a_good_form_is_read_in_utc():
    values = read_given(GIVEN, CHICAGO, NOW)
    assert values.started_at == datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
    assert values.ended_at == datetime(2026, 11, 18, 16, 40, tzinfo=UTC)
    assert (values.dose_mg, values.weight_kg, values.route) == (40, 80, Route.INTRAVENOUS)


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("date", "", "required"),
        ("date", "yesterday", "date"),
        ("date", "2026-02-30", "date"),
        ("date", "18/11/2026", "date"),
        ("date", "0001-01-01", "date"),
        ("date", "9999-12-31", "date"),
        ("date", "2026-11-19", "future"),
        ("date", "2027-11-18", "future"),
        ("date", "2016-11-01", "long_ago"),
        ("start", "", "required"),
        ("start", "25:00", "time"),
        ("start", "10:60", "time"),
        ("start", "ten", "time"),
        ("start", "10:00+02:00", "time"),
        ("start", "14:30", "future"),
        ("end", "", "required"),
        ("end", "24:30", "time"),
        ("end", "09:59", "ends_before_start"),
        ("end", "14:30", "future"),
        ("dose_mg", "", "required"),
        ("dose_mg", "forty", "number"),
        ("dose_mg", "0", "positive"),
        ("dose_mg", "0,0", "positive"),
        ("dose_mg", "-40", "positive"),
        ("dose_mg", "nan", "number"),
        ("dose_mg", "inf", "number"),
        ("dose_mg", "1e1", "number"),
        ("dose_mg", "1e9", "number"),
        ("dose_mg", "1000000000", "number"),
        ("dose_mg", "4_0", "number"),
        ("dose_mg", "٤٠", "number"),
        ("dose_mg", "1,000", "number"),
        ("dose_mg", "1.234,5", "number"),
        ("dose_mg", "40 mg", "number"),
        ("dose_mg", "400", "dose"),
        ("dose_mg", "4", "dose"),
        ("dose_mg", "0.4", "dose"),
        ("weight_kg", "", "required"),
        ("weight_kg", "0", "positive"),
        ("weight_kg", "8", "weight"),
        ("weight_kg", "800", "weight"),
        ("route", "", "route"),
        ("route", "rectal", "route"),
        ("note", "x" * 2001, "too_long_text"),
    ],
)
def test_a_wrong_field_is_named(field: str, typed: str, error: str):
    assert errors_of({**GIVEN, field: typed}) == {field: error}


@pytest.mark.parametrize("field", ["date", "start", "end", "dose_mg", "weight_kg"])
def test_a_field_that_was_not_sent_is_required(field: str):
    assert errors_of({key: text for key, text in GIVEN.items() if key != field}) == {
        field: "required"
    }


def test_every_wrong_field_is_named_at_once():
    wrong = {**GIVEN, "date": "2026-11-19", "dose_mg": "0", "weight_kg": "x", "route": ""}
    assert errors_of(wrong) == {
        "date": "future",
        "dose_mg": "positive",
        "weight_kg": "number",
        "route": "route",
    }


@pytest.mark.parametrize(
    ("typed", "mg"), [("40.5", 40.5), ("40,5", 40.5), (" 40 ", 40), ("40.", 40), ("40.25", 40.25)]
)
def test_a_dose_is_read_as_it_is_written_here_and_in_europe(typed: str, mg: float):
    assert read_given({**GIVEN, "dose_mg": typed}, CHICAGO, NOW).dose_mg == mg


def test_an_infusion_may_run_past_midnight():
    late = {**GIVEN, "date": "2026-11-17", "start": "23:30", "end": "00:20"}
    values = read_given(late, CHICAGO, NOW)
    assert values.ended_at - values.started_at == timedelta(minutes=50)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        ("06:00", "18:30", {"end": "too_long"}),
        ("17:59", "00:20", {"end": "ends_before_start"}),
        ("23:30", "06:01", {"end": "ends_before_start"}),
    ],
)
def test_an_infusion_of_half_a_day_is_a_mistake(start: str, end: str, error: dict[str, str]):
    assert errors_of({**GIVEN, "date": "2026-11-17", "start": start, "end": end}) == error


def test_a_time_that_the_clocks_skipped_is_named():
    spring = {**GIVEN, "date": "2026-03-08"}
    assert errors_of({**spring, "start": "02:30", "end": "03:10"}) == {"start": "skipped_hour"}
    assert errors_of({**spring, "start": "01:50", "end": "02:30"}) == {"end": "skipped_hour"}
    values = read_given({**spring, "start": "01:50", "end": "03:20"}, CHICAGO, NOW)
    assert values.ended_at - values.started_at == timedelta(minutes=30)


def test_in_the_hour_that_comes_twice_the_end_follows_the_start():
    autumn = {**GIVEN, "date": "2026-11-01", "start": "01:40", "end": "01:10"}
    values = read_given(autumn, CHICAGO, NOW)
    assert values.ended_at - values.started_at == timedelta(minutes=30)


def test_a_clock_a_few_minutes_fast_is_not_the_future():
    assert read_given({**GIVEN, "start": "13:30", "end": "14:05"}, CHICAGO, NOW)


def test_a_plan_needs_a_day_and_an_hour_to_come():
    values = read_planned(PLANNED, CHICAGO, NOW)
    assert values.started_at == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert (values.dose_mg, values.weight_kg, values.route) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"date": "2026-11-17"}, {"date": "past"}),
        ({"date": "2026-11-18", "start": "13:59"}, {"start": "past"}),
        ({"date": "2028-12-01"}, {"date": "far_off"}),
        ({"date": "2027-03-14", "start": "02:30"}, {"start": "skipped_hour"}),
        ({"dose_mg": "0"}, {"dose_mg": "positive"}),
        ({"weight_kg": "8"}, {"weight_kg": "weight"}),
        ({"dose_mg": "400", "weight_kg": "80", "route": "intravenous"}, {"dose_mg": "dose"}),
        ({"route": "by air"}, {"route": "route"}),
        ({"date": "", "start": ""}, {"date": "required", "start": "required"}),
        ({"date": "2026-11-17", "dose_mg": "x"}, {"date": "past", "dose_mg": "number"}),
    ],
)
def test_a_wrong_plan_is_named_by_its_fields(change: dict[str, str], errors: dict[str, str]):
    with pytest.raises(InvalidFieldsError) as caught:
        read_planned({**PLANNED, **change}, CHICAGO, NOW)
    assert caught.value.errors == errors


@given(
    st.dictionaries(
        st.sampled_from([*GIVEN]),
        st.text(max_size=12)
        | st.sampled_from(
            ["2026-11-18", "0001-01-01", "9999-12-31", "23:59", "00:00", "1e308", "40"]
        ),
    ),
    st.sampled_from([CHICAGO, "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]),
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_read_or_named(typed: dict[str, str], zone: str):
    for read in (read_given, read_planned):
        try:
            values = read({**GIVEN, **typed}, zone, NOW)
        except InvalidFieldsError as invalid:
            named = invalid.errors.keys()
        else:
            named = {"date"}
            assert values.started_at.tzinfo is UTC
        assert named
        assert named <= GIVEN.keys()
