"""A plan tried out: what comes when, and why not when the plan says."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.domain.open_hours import PatientHours
from diary.domain.plan_preview import Shift, clock_changes, preview
from tests.domain.plans import plan_of

ZONE = ZoneInfo("America/Chicago")
HOURS = PatientHours("America/Chicago", time(10), time(9), time(20))
HOUR = timedelta(hours=1)


def shifts(check_in: dict, start: datetime, *more: datetime, most: int = 3) -> list[tuple]:
    plan = plan_of({"code": "a", "questionnaires": ["daily"], "window": "P2D", **check_in})
    found = preview(plan, [start, *more], [], HOURS, start + timedelta(days=6), most)
    return [(each.text.at.astimezone(ZONE).strftime("%d %H:%M"), each.shift) for each in found]


def test_what_falls_into_the_night_comes_in_the_morning_and_says_so():
    evening = datetime(2026, 12, 4, 17, 40, tzinfo=ZONE)
    assert shifts({"after": "PT3H"}, evening) == [("05 09:00", Shift.HOURS)]
    assert shifts({"after": "PT3H"}, evening - 4 * HOUR) == [("04 17:20", None)]


def test_what_a_full_day_has_no_room_for_comes_on_the_next():
    noon = datetime(2026, 12, 4, 11, 0, tzinfo=ZONE)
    plan = plan_of(
        {"code": "a", "questionnaires": ["daily"], "after": "PT3H", "window": "P2D"},
        {"code": "b", "questionnaires": ["phq2"], "after": "PT5H", "window": "P2D"},
    )
    found = preview(plan, [noon], [], HOURS, noon + timedelta(days=2), 1)
    assert [each.shift for each in found] == [None, Shift.FULL_DAY]


def test_hours_are_real_ones_across_a_clock_change_and_the_change_is_named():
    before = datetime(2026, 3, 7, 10, 0, tzinfo=ZONE)
    assert shifts({"after": "PT24H"}, before) == [("08 11:40", None)]
    changes = clock_changes("America/Chicago", date(2026, 1, 1), date(2026, 12, 31))
    assert changes == {date(2026, 3, 8): HOUR, date(2026, 11, 1): -HOUR}
    assert clock_changes("Asia/Tokyo", date(2026, 1, 1), date(2026, 12, 31)) == {}
