"""A screen for every template: full, empty and with errors, as a view would hand it over."""

from datetime import UTC, datetime
from typing import Any

from diary.web.charts import Course, Overlay, Sparkline, Timeline
from diary.web.screens.caseload import (
    Call,
    CalledRow,
    Figure,
    LastScore,
    PatientList,
    PatientRow,
    Today,
)
from diary.web.screens.enrolment import Enrolment, Wording
from diary.web.screens.follow_up import FollowUpForm
from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import DemoClock, Frame, Moment, OpenAlerts, Staff
from diary.web.screens.infusion import InfusionCancel, InfusionForm, InfusionTask
from diary.web.screens.patient import (
    ConsentEvent,
    CourseCell,
    CourseNumbers,
    Delivery,
    ForecastNote,
    GoalRow,
    InfusionRow,
    InfusionState,
    NoteRow,
    NumbersTable,
    PatientPage,
    Text,
    ThreadDay,
    TreatmentRow,
    Upcoming,
    Zoom,
)
from diary.web.screens.phones import Phone, PhoneRow, Phones
from diary.web.screens.sign_in import DemoAccount, SignIn
from diary.web.screens.status import Direction, Status
from diary.web.screens.texts import UnknownText, UnknownTexts
from tests.web.alert_screens import alert_screens
from tests.web.chart_screens import chart_forms, csv_imports, timeline_at
from tests.web.outcome_screens import OUTCOME_SCREENS
from tests.web.reference import REFERENCE
from tests.web.setting_screens import OWNER_SCREENS

NAME = "M. <Castellanos> & “Co”"
"""A name that shows at once where it is not escaped."""

NOW = datetime(2026, 11, 22, 14, 12, tzinfo=UTC)
_THEN = Moment(NOW, "8 minutes ago", "Sunday 22 November 2026, 08:12 Central Standard Time")
_NO_SPARK = Sparkline("no scores yet", 0, 27)
_SPARK = Sparkline("PHQ-9 over 12 weeks", 0, 27, (0, 9), (12, 9), (3,))
_SCORE = LastScore("PHQ-9", "13", "\u22126", Direction.BETTER, _THEN.exact)
_FIGURES = (
    Figure("PHQ-9", "13", "\u22126 from 19", "moderate", Direction.BETTER),
    Figure("GAD-7", ""),
)
_ROUTES = (Choice("IV", "IV"), Choice("IM", "IM", "into muscle"))
_WRONG = Form({"dose_mg": "400"}, {"": "Nothing fits.", "dose_mg": "Check the decimal."})


def frame(here: str = "", *, demo: bool = True, alert: bool = True) -> Frame:
    return Frame(
        "Midland",
        Staff("Ruth Nolan", "clinician"),
        here=here,
        calls=6,
        texts=2,
        alerts=OpenAlerts(2, "Danger words in a text.", 7) if alert else None,
        clock=DemoClock("Sunday 22 November", "08:12", "daily check-in") if demo else None,
        languages=(("en", "English"), ("es", "español")),
    )


_DOOR = Frame("Midland")
_CALLED = (
    CalledRow(1, NAME, Status.FADING, f"Called by {NAME}", (Status.VISIT,)),
    CalledRow(2, NAME, Status.VISIT, "Left a message."),
)

_THREAD = (
    ThreadDay(
        "Sunday 22 November",
        tuple(
            Text(
                f"text <{code}>", _THEN, code is Delivery.RECEIVED, code, "read as mood 4", True, 5
            )
            for code in Delivery
        ),
    ),
)

_PATIENT = PatientPage(
    1,
    NAME,
    Status.FADING,
    "Half of the gain is lost since day 14.",
    ("texts in English",),
    _FIGURES,
    timeline_at(NOW),
    NumbersTable(("Date", "PHQ-9"), (("22 Nov 2026", "13"),)),
    Overlay("How long each held", "", 0, 27, (Course("1", ((0, 19), (7, 13)), True),)),
    tuple(InfusionRow(n, n, state, _THEN, "40 mg", "0.5 mg/kg", "IV", "14 d", "twice")
          for n, state in enumerate(InfusionState)),
    (Upcoming("Daily", "day 13 after infusion 8", _THEN, 9),),
    _THREAD,
    True,
    (ConsentEvent("Consent given", "Ruth Nolan", _THEN, "wording 1"),),
    "+14325550123",
    "+1 432 555 0123",
    7,
    (),
    (
        TreatmentRow(1, NAME, "since 3 Nov 2026", is_medicine=True),
        TreatmentRow(2, "EMDR", "1 to 3 Nov 2026", is_over=True),
    ),
    (
        GoalRow(1, NAME, "6", "+2", Direction.BETTER, "3 Nov 2026", _NO_SPARK),
        GoalRow(2, "sleep", is_due=True),
        GoalRow(3, "work", closed="closed 3 Nov 2026"),
    ),
    (NoteRow("3 Nov 2026", NAME, "Ruth Nolan", 4), NoteRow("3 Nov 2026", NAME, "the patient"),
     NoteRow("3 Nov 2026", NAME, "Ruth Nolan", call_id=5)),
    ForecastNote("1 to 9 Dec 2026", "80% sure", review="Ruth accepted it."),
    True,
    courses=(
        CourseNumbers(
            f"By {NAME}",
            ("Infusions", "At best", "Half of the gain lost"),
            (
                (CourseCell("1", ("3 Nov 2026",)), CourseCell(NAME), CourseCell("no", (NAME,))),
                (CourseCell("2"), CourseCell("–"), CourseCell("day 9", (), Direction.WORSE)),
            ),
        ),
        CourseNumbers("By GAD-7", ("Infusions",), ((CourseCell("1"),),)),
    ),
    course_definitions=(("At best", NAME),),
    zooms=(Zoom("", "Everything", is_chosen=True), Zoom("course-1", NAME, is_chosen=False)),
)  # fmt: skip

_NEW_PATIENT = PatientPage(
    1, NAME, Status.INVITED, "Not joined yet.", (), (), Timeline("", "", ()), NumbersTable((), ())
)


def _infusion(task: InfusionTask, form: Form) -> InfusionForm:
    planned = task is InfusionTask.PLAN
    return InfusionForm(task, 1, NAME, form, _ROUTES, "America/Chicago", 3, "40 mg", planned, 2)


_WORDING = Wording("1", {"en": ("I agree to get texts.",), "es": ("Acepto recibir mensajes.",)})


def _follow_up(form: Form) -> FollowUpForm:
    return FollowUpForm(1, NAME, form, ("America/Chicago",), (Choice("standard/1", "Standard"),))


_ENROL_CHOICES = (("America/Chicago",), (Choice("en", "English"),), (Choice("d", "Default"),))

SCREENS: list[tuple[str, Any, Frame]] = [
    ("sign_in", SignIn(Form(), "/today", (DemoAccount("A", "clinician", "a@b", "p"),)), _DOOR),
    ("sign_in", SignIn(Form({"email": "a@b"}, {"password": "Wrong."})), _DOOR),
    (
        "today",
        Today(
            "Sunday 22 November",
            "08:12",
            142,
            1,
            (
                *(Call(1, NAME, code, "Day 3", "Why", _SPARK, _SCORE, "+1", 7) for code in Status),
                Call(1, NAME, Status.NEW, "", "Why", _NO_SPARK, called=f"Called by {NAME}"),
            ),
            _FIGURES,
        ),
        frame("today"),
    ),
    ("today", Today("Sunday", "08:12", 9, 0, notices=("Late.", "Refused.")), frame("today")),
    ("today", Today("Sunday", "08:12", 9, 0, called=_CALLED), frame("today")),
    ("today", Today("Sunday", "08:12", 12, 0), frame("today", alert=False)),
    ("today", Today("Sunday", "08:12", 0, 0), frame("today", demo=False)),
    (
        "patients",
        PatientList(
            (
                PatientRow(1, NAME, Status.BETTER, _SPARK, (_SCORE,), 3, 4, "84 %", 96, _THEN),
                PatientRow(2, NAME, Status.NEW, _NO_SPARK, called=f"Called by {NAME}"),
            ),
            300,
            300,
            page=2,
            pages=3,
        ),
        frame("patients"),
    ),
    (
        "patients",
        PatientList((PatientRow(2, NAME, Status.NEW, _NO_SPARK),), 40, 300, "ca<", "better", 2, 3),
        frame("patients"),
    ),
    ("patients", PatientList((), 0, 300, "zz"), frame("patients")),
    ("patients", PatientList((), 0, 0), frame("patients")),
    ("patient", _PATIENT, frame("patients")),
    ("patient", _NEW_PATIENT, frame("patients", demo=False, alert=False)),
    ("follow_up", _follow_up(Form({"plan": "standard/1"})), frame()),
    ("follow_up", _follow_up(Form({}, {"zone": "No such zone."})), frame()),
    ("enrol", Enrolment(Form(), *_ENROL_CHOICES, _WORDING, "Reply 1 to join."), frame()),
    (
        "enrol",
        Enrolment(
            Form({"name": NAME}, {"phone": "No number.", "language": "Which?", "consent": "Ask."}),
            *_ENROL_CHOICES,
            _WORDING,
        ),
        frame(),
    ),
    *(("infusion_form", _infusion(task, form), frame())
      for task in InfusionTask for form in (Form(), _WRONG)),
    ("infusion_cancel", InfusionCancel(3, 1, NAME, Form(), _THEN, "40 mg", 12), frame()),
    ("infusion_cancel", InfusionCancel(3, 1, NAME, Form({}, {"reason": "?"}), _THEN, "1"), frame()),
    *alert_screens(NAME, _THEN, frame),
    (
        "unknown_texts",
        UnknownTexts(
            (
                UnknownText(3, "+1 432", "+1432", "i <cant>", _THEN, danger=True, alert_id=7),
                UnknownText(4, NAME, "+1432", "hi", _THEN, patient_id=1),
            ),
            True,
        ),
        frame("texts"),
    ),
    ("unknown_texts", UnknownTexts(), frame("texts")),
    (
        "phones",
        Phones(
            (
                PhoneRow(1, NAME, "fades", True, "Good morning", _THEN, True),
                PhoneRow(2, NAME, "new", False),
            )
        ),
        frame("phones"),
    ),
    ("phones", Phones(), frame("phones")),
    *(("csv_import", page, frame("patients")) for page in csv_imports(NAME)),
    *(("chart_form", page, frame("patients")) for page in chart_forms(NAME)),
    *((template, page, frame("outcomes")) for template, page in OUTCOME_SCREENS),
    *((template, page, frame(here)) for template, page, here in OWNER_SCREENS),
    ("reference", REFERENCE, Frame("", language="en")),
    (
        "phone",
        Phone(1, NAME, "fades", "+1 806", "+1 432", "08:12", "Sunday", True, Form(), _THREAD),
        frame("phones"),
    ),
    (
        "phone",
        Phone(1, NAME, "new", "+1 8", "+1 4", "08:12", "Sunday", False, Form({}, {"body": "No."})),
        frame("phones"),
    ),
]  # fmt: skip
