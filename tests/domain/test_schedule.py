"""When a check-in falls due: odd hours by table, and rules that hold in every zone."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from diary.domain.open_hours import PatientHours, next_open, open_until
from diary.domain.plan import AnchorKind, Plan
from diary.domain.plan_file import parse_plan
from diary.domain.schedule import due_prompts
from tests.domain.plans import hours_in, infusion, plan_of, standard, utc, wall

DAILY = plan_of({"code": "d", "days": [{"from": 1}], "questionnaires": ["daily"]})


@pytest.mark.parametrize(
    ("zone", "ended_at", "after", "due"),
    [
        # Hours are real hours, through every change of clocks.
        ("America/New_York", "2026-03-07 16:00", "PT24H", "2026-03-08 12:00 EDT"),
        ("America/New_York", "2026-10-31 15:00", "PT24H", "2026-11-01 10:00 EST"),
        ("America/New_York", "2026-03-07 16:00", "PT48H", "2026-03-09 12:00 EDT"),  # 47 on clocks
        ("America/New_York", "2026-10-31 16:00", "PT48H", "2026-11-02 11:00 EST"),  # 49 on clocks
        ("Australia/Lord_Howe", "2026-04-04 00:00", "PT24H", "2026-04-05 10:30 +1030"),
        # Outside the hours: shifted to the next opening, never dropped.
        ("America/Chicago", "2026-06-01 22:00", "PT3H", "2026-06-02 09:00 CDT"),
        ("America/Chicago", "2026-06-01 21:59", "PT3H", "2026-06-01 19:59 CDT"),
        ("America/Chicago", "2026-06-01 10:59", "PT3H", "2026-06-01 09:00 CDT"),
        ("America/New_York", "2026-03-08 01:30", "PT3H", "2026-03-08 09:00 EDT"),
        ("Pacific/Kiritimati", "2026-06-01 06:00", "PT3H", "2026-06-02 09:00 +14"),
        ("Asia/Kathmandu", "2026-06-01 00:10", "PT3H", "2026-06-01 09:00 +0545"),
    ],
)
def test_hours_after_an_infusion_are_real_hours(zone: str, ended_at: str, after: str, due: str):
    plan = plan_of({"code": "h", "after": after, "questionnaires": ["daily"]})
    ended = utc(ended_at)
    [slot] = due_prompts(plan, [infusion(ended)], hours_in(zone), ended + timedelta(days=9))
    assert wall(slot.due_at, zone) == due


@pytest.mark.parametrize(
    ("zone", "preferred", "day", "due"),
    [
        ("America/New_York", time(9, 30), "2026-03-08", "2026-03-08 09:30 EDT"),
        ("America/New_York", time(9, 30), "2026-11-01", "2026-11-01 09:30 EST"),
        ("Australia/Lord_Howe", time(9), "2026-10-04", "2026-10-04 09:00 +11"),
        ("Pacific/Apia", time(19, 59), "2026-12-31", "2026-12-31 19:59 +13"),
        ("Asia/Beirut", time(9), "2026-03-29", "2026-03-29 09:00 EEST"),  # its day began at 01:00
        ("America/Chicago", time(7), "2026-06-02", "2026-06-02 09:00 CDT"),
        ("America/Chicago", time(21), "2026-06-02", "2026-06-03 09:00 CDT"),
    ],
)
def test_a_day_by_the_calendar_falls_due_by_the_patients_clock(
    zone: str, preferred: time, day: str, due: str
):
    on = date.fromisoformat(day)
    noon_before = datetime.combine(on, time(0), tzinfo=UTC) - timedelta(hours=12)
    anchor = infusion(noon_before, day_zero=on - timedelta(days=1))
    hours = hours_in(zone, preferred=preferred)
    assert (
        wall(due_prompts(DAILY, [anchor], hours, noon_before + timedelta(days=9))[0].due_at, zone)
        == due
    )


@pytest.mark.parametrize(
    ("clock", "local"),
    [
        # 02:30 does not exist that night: as far after the gap as it lay inside it.
        ("2026-03-08", "2026-03-08 03:30 EDT"),
        # 01:30 comes twice: the first pass is meant.
        ("2026-11-01", "2026-11-01 01:30 EDT"),
    ],
)
def test_a_skipped_hour_moves_on_and_a_repeated_one_means_the_first(clock: str, local: str):
    day = date.fromisoformat(clock)
    hours = PatientHours(
        "America/New_York", time(2 if day.month == 3 else 1, 30), time(0), time(23)
    )
    noon_before = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=7)
    anchor = infusion(noon_before, day_zero=day - timedelta(days=1))
    first, *_ = due_prompts(DAILY, [anchor], hours, noon_before + timedelta(days=3))
    assert wall(first.due_at, "America/New_York") == local


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("08:59", "09:00"),
        ("09:00", "09:00"),
        ("19:59", "19:59"),
        ("20:00", "+1 09:00"),
        ("23:59", "+1 09:00"),
        ("00:00", "09:00"),
    ],
)
def test_texts_may_go_out_from_opening_until_just_before_closing(local: str, expected: str):
    zone = ZoneInfo("America/Denver")
    day = date(2026, 6, 1)
    instant = datetime.combine(day, time.fromisoformat(local), tzinfo=zone)
    found = next_open(instant.astimezone(UTC), hours_in("America/Denver")).astimezone(zone)
    next_day = " " in expected
    assert found.date() == day + timedelta(days=next_day)
    assert found.time() == time.fromisoformat(expected.rsplit(maxsplit=1)[-1])


def test_the_carriers_queue_ends_when_the_clinic_closes():
    hours = hours_in("America/Denver")
    at_noon = utc("2026-06-01 18:00")
    assert wall(open_until(at_noon, hours), "America/Denver") == "2026-06-01 20:00 MDT"


@pytest.mark.parametrize(
    ("opens", "closes"), [(time(9), time(9)), (time(20), time(9)), (time(9), time(0))]
)
def test_hours_that_never_open_or_run_past_midnight_are_refused(opens: time, closes: time):
    with pytest.raises(ValueError, match="later one of that day"):
        PatientHours("UTC", time(10), opens, closes)


def test_the_standard_plan_over_eight_weeks_with_six_infusions():
    """Twice a week for three weeks in Chicago, the clocks going forward in between."""
    zone = "America/Chicago"
    days = ["02-23", "02-26", "03-02", "03-05", "03-09", "03-12"]
    given_ = [
        infusion(
            datetime.combine(
                date.fromisoformat(f"2026-{day}"), time(12), ZoneInfo(zone)
            ).astimezone(UTC),
            number,
            day_zero=date.fromisoformat(f"2026-{day}"),
        )
        for number, day in enumerate(days, start=1)
    ]
    first = datetime(2026, 2, 18, 15, tzinfo=UTC)
    enrolment = infusion(first, 99, kind=AnchorKind.ENROLMENT, day_zero=date(2026, 2, 18))
    until = given_[0].started_at + timedelta(weeks=8)
    slots = due_prompts(standard(), [enrolment, *given_], hours_in(zone), until)
    counts = Counter((slot.key.check_in, slot.key.anchor_id.int) for slot in slots)
    assert counts == {
        ("baseline", 99): 1,
        ("baseline-daily", 99): 5,
        **{("hours-3", n): 1 for n in range(1, 7)},
        **{("hours-24", n): 1 for n in range(1, 7)},
        # Daily from the second day on, in the morning of the next infusion too.
        ("daily", 1): 2,
        ("daily", 2): 3,
        ("daily", 3): 2,
        ("daily", 4): 3,
        ("daily", 5): 2,
        ("daily", 6): 32,
        ("weekly", 6): 5,
    }
    last = [slot for slot in slots if slot.key.anchor_id.int == 6]
    assert [slot.key.occurrence for slot in last if slot.key.check_in == "weekly"] == [
        6,
        13,
        20,
        27,
        34,
    ]
    daily = [slot.key.occurrence for slot in last if slot.key.check_in == "daily"]
    assert daily == [*range(2, 29), 30, 32, 34, 36, 38]
    table = [
        (slot.key.check_in, wall(slot.due_at, zone))
        for slot in slots
        if slot.key.anchor_id.int in (3, 4)
    ]
    assert table == [
        ("hours-3", "2026-03-02 15:00 CST"),
        ("hours-24", "2026-03-03 12:00 CST"),
        ("daily", "2026-03-04 10:00 CST"),
        ("daily", "2026-03-05 10:00 CST"),
        ("hours-3", "2026-03-05 15:00 CST"),
        ("hours-24", "2026-03-06 12:00 CST"),
        ("daily", "2026-03-07 10:00 CST"),
        ("daily", "2026-03-08 10:00 CDT"),
        ("daily", "2026-03-09 10:00 CDT"),
    ]


def test_the_questionnaire_before_a_visit_comes_the_day_before_it():
    visit = infusion(utc("2026-06-10 17:00"), kind=AnchorKind.VISIT)
    [slot] = due_prompts(standard(), [visit], hours_in("America/Chicago"), utc("2026-07-01 00:00"))
    assert wall(slot.due_at, "America/Chicago") == "2026-06-09 10:00 CDT"
    assert slot.questionnaires == ("phq9",)


def test_daily_for_a_week_then_three_days_a_week_to_the_fourth_then_weekly():
    plan = plan_of(
        {
            "code": "d",
            "questionnaires": ["daily"],
            "days": [
                {"from": 1, "to": 7},
                {"from": 8, "to": 28, "weekdays": ["mon", "wed", "fri"]},
                {"from": 35, "every": 7},
            ],
        }
    )
    tuesday = infusion(utc("2026-06-02 17:00"))
    slots = due_prompts(plan, [tuesday], hours_in("America/Chicago"), utc("2026-08-01 00:00"))
    assert [slot.key.occurrence for slot in slots] == [
        *range(1, 8),
        *(8, 10, 13, 15, 17, 20, 22, 24, 27),  # Wed Fri Mon Wed Fri Mon Wed Fri Mon
        *(35, 42, 49, 56),
    ]


def series_plan(gap: str) -> Plan:
    check_in = {"code": "s", "anchor": "series", "days": [{"from": 2}], "questionnaires": ["phq9"]}
    content = {"code": "p", "version": "1", "title": "P", "series_gap": gap}
    return parse_plan({**content, "check_ins": [check_in]})


@pytest.mark.parametrize(
    ("gap", "starts"),
    [("P10D", {1, 3}), ("P7D", {1, 2, 3}), ("P30D", {1})],
)
def test_a_series_begins_after_a_gap_and_its_own_infusions_do_not_restart_it(
    gap: str, starts: set[int]
):
    first = utc("2026-06-01 17:00")
    given_ = [infusion(first + timedelta(days=day), n) for n, day in enumerate((0, 7, 20), 1)]
    until = first + timedelta(days=40)
    slots = due_prompts(series_plan(gap), given_, hours_in("America/Chicago"), until)
    assert {slot.key.anchor_id.int for slot in slots} == starts
    days = [slot.due_at.astimezone(ZoneInfo("America/Chicago")).date() for slot in slots]
    assert len(days) == len(set(days))  # each series ends where the next begins
    if starts == {1}:
        assert [slot.key.occurrence for slot in slots] == list(range(2, len(slots) + 2))


def test_nobody_is_asked_during_an_infusion_or_for_two_hours_after_it():
    plan = plan_of(
        {"code": "soon", "after": "PT30M", "questionnaires": ["daily"]},
        {"code": "d", "days": [{"from": 1}], "at": "10:00", "questionnaires": ["daily"]},
    )
    zone = "America/Chicago"
    given_ = infusion(utc("2026-06-01 17:40"))
    to_come = infusion(utc("2026-06-02 15:30"), 2, kind=AnchorKind.VISIT)  # from 09:50
    slots = due_prompts(plan, [given_, to_come], hours_in(zone), utc("2026-06-04 00:00"))
    assert [(slot.key.check_in, wall(slot.due_at, zone)) for slot in slots] == [
        ("soon", "2026-06-01 14:40 CDT"),
        ("d", "2026-06-02 12:30 CDT"),
        ("d", "2026-06-03 10:00 CDT"),
    ]


def test_days_before_treatment_are_not_asked_about_once_it_has_begun():
    enrolled_at = utc("2026-06-01 17:00")
    enrolment = infusion(enrolled_at, 99, kind=AnchorKind.ENROLMENT)
    an_hour_before = infusion(enrolled_at - timedelta(hours=1), 1)
    hours, until = hours_in("America/Chicago"), enrolled_at + timedelta(days=9)
    alone = due_prompts(standard(), [enrolment], hours, until)
    assert {slot.key.check_in for slot in alone} == {"baseline", "baseline-daily"}
    both = due_prompts(standard(), [enrolment, an_hour_before], hours, until)
    assert {slot.key.anchor_id.int for slot in both} == {1}
