"""A screen for every template about the clinic itself: its settings, and its plans."""

from datetime import UTC, datetime
from typing import Any

from diary.web.screens.chart_form import Field, FieldKind
from diary.web.screens.clinic_wording import (
    LockedTexts,
    TextOfClinic,
    TextVersion,
    WordingForm,
    WordingList,
)
from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import Moment
from diary.web.screens.plans import SizedText
from diary.web.screens.settings import (
    Act,
    Invited,
    Join,
    MemberRow,
    RungRow,
    SettingChange,
    SettingForm,
    SettingsPage,
)
from tests.web.plan_screens import PLAN_SCREENS

_NAME = "M. <Castellanos> & “Co”"
_THEN = Moment(datetime(2026, 11, 22, 14, 12, tzinfo=UTC), "8 minutes ago", "Sunday")
_FACTS = (("Name", _NAME),)
_CHOICES = (Choice("0", "Mon"), Choice("1", "Tue"))
_FIELDS = tuple(
    Field(kind, kind.value, kind.value.title(), "A hint.", choices=_CHOICES) for kind in FieldKind
)
_WRONG = Form({"text": "<cant>", "weekdays-0": "yes"}, {f.name: "Wrong." for f in _FIELDS})

_SAID = SizedText(
    "es", _NAME, "9 characters, with letters that take more room, 1 segment", is_long=True
)
_TEXT = TextOfClinic("done", _NAME, (TextVersion(_SAID, _NAME), TextVersion(_SAID, is_open=False)))
_LOCKED = TextOfClinic("help", "help", (TextVersion(_SAID, is_open=False),))
_WRONG_TEXT = Form({"text": "<cant> {{ x }}"}, {"text": "Wrong."})

_SETTING_SCREENS: list[tuple[str, Any]] = [
    (
        "settings",
        SettingsPage(
            _FACTS,
            _FACTS,
            _FACTS,
            _FACTS,
            _FACTS,
            "Checked on 18 Nov 2026: <988lifeline.org>",
            (
                RungRow(1, _NAME, "at any hour", "the next after 5 minutes", is_first=True),
                RungRow(2, "Noor", "18:00 to 08:00", "", is_first=False),
            ),
            (MemberRow(1, _NAME, "a@b", "Owner", "closed", is_over=True),),
            (SettingChange(_THEN, _NAME, "Hours changed", "09:00 -> <cant>"),),
        ),
    ),
    ("settings", SettingsPage(_FACTS, _FACTS, _FACTS, _FACTS, _FACTS, "", (), (), ())),
    ("setting_form", SettingForm("Hours", Form(), _FIELDS, "Save", acts=(Act("End", "/end"),))),
    ("setting_form", SettingForm("Hours", _WRONG, _FIELDS, "Save", "It holds at once.")),
    ("wordings", WordingList((_TEXT,), (LockedTexts("Safety", _NAME, (_LOCKED,)),))),
    (
        "wording",
        WordingForm(
            "done", "es", _NAME, Form(), "A hint.", _SAID, _SAID, is_typed=False, is_own=True
        ),
    ),
    (
        "wording",
        WordingForm(
            "done", "es", _NAME, _WRONG_TEXT, "A hint.", _SAID, None, is_typed=True, is_own=False
        ),
    ),
    (
        "wording",
        WordingForm(
            "help",
            "es",
            "help",
            Form(),
            "",
            _SAID,
            _SAID,
            is_typed=False,
            is_own=False,
            locked=_NAME,
        ),
    ),
    ("invited", Invited(_NAME, "https://diary.example.org/join/x", 3)),
    ("join", Join("Llano Clinic", _NAME, "a@b", "x", Form(), 15)),
    ("join", Join("Llano Clinic", "Ben", "a@b", "x", Form({}, {"password": "Too short."}), 15)),
]

OWNER_SCREENS = [
    *((template, page, "plans") for template, page in PLAN_SCREENS),
    *((template, page, "settings") for template, page in _SETTING_SCREENS),
]
"""Each with the entry of the navigation that is lit."""
