"""A screen for every template about plans."""

from datetime import date
from typing import Any

from diary.web.screens.forms import Form
from diary.web.screens.plans import (
    Calendar,
    CalendarDay,
    CalendarText,
    CheckInRow,
    Follower,
    LineError,
    PlanChange,
    PlanList,
    PlanLoad,
    PlanPage,
    PlanRow,
    SizedText,
    TextGroup,
    TextRow,
)

_ROW = CheckInRow("day", "daily", "Daily <cant>", "by text", "20 hours", "none")
_TEXT = CalendarText("09:00", "Daily", ("due Sat 21:10, outside the hours",), is_dropped=True)
_DAY = CalendarDay(date(2026, 3, 8), "8", "Sunday 8 March", ("Infusion 1",), (_TEXT,))
_CALENDAR = Calendar(("Mon",), ((_DAY,),), "1 text")
_SAID = SizedText("en", "How is <cant>?", "14 characters, 1 segment", is_long=True)
_GROUP = TextGroup("day", "1 text", (TextRow("First", (_SAID,)),))
_WRONG = Form({"zone": "Mars"}, {"zone": "There is no such time zone."})


def _page(**values: Any) -> PlanPage:
    return PlanPage(
        **{
            "code": "own",
            "version": "2",
            "title": "Own",
            "sub": "2 patients follow it.",
            "is_newest": True,
            "check_ins": (_ROW,),
            "groups": (_GROUP,),
            "form": Form(),
            "zones": ("America/Chicago",),
            "calendar": _CALENDAR,
            "followers": (Follower(1, "M. <Castellanos> & “Co”", "own/1", is_here=False),),
            "others": 3,
            "to_move": 1,
            "source": 'code = "<cant>"',
            "is_owner": True,
            **values,
        }
    )


_CHANGES = (
    PlanChange("day", "changed", ("by text",), ("on a page",)),
    PlanChange("new", "new", (), ("daily",)),
    PlanChange("old", "gone", ("daily",), ()),
)
_SOURCE = Form({"source": "<cant>", "move": "yes"})
_NO_PLAN = Form({"source": "<cant>"}, {"source": "The text is no protocol yet."})

PLAN_SCREENS: list[tuple[str, Any]] = [
    (
        "plans",
        PlanList(
            (
                PlanRow("own", "2", "Own <cant>", 3, 2, is_newest=True, is_own=True, is_usual=True),
                PlanRow("own", "1", "Own", 3, 0, is_newest=False, is_own=True, is_usual=False),
            ),
            may_load=True,
        ),
    ),
    ("plan", _page()),
    ("plan", _page(form=_WRONG, calendar=None, followers=(), is_owner=False)),
    ("plan_load", PlanLoad(Form({"source": ""}))),
    (
        "plan_load",
        PlanLoad(
            _NO_PLAN,
            (
                LineError("3", "unknown key", "<cant> = 1"),
                LineError("", "is longer than any protocol", ""),
            ),
        ),
    ),
    (
        "plan_load",
        PlanLoad(_SOURCE, (), "own/2", "Own", "own/1", _CHANGES, "A series begins later.", 4),
    ),
]
