"""The demo's phones."""

from dataclasses import dataclass

from diary.web.screens.forms import Form
from diary.web.screens.frame import Id, Moment
from diary.web.screens.patient import ThreadDay


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """``last`` is the newest text, ``waiting`` says that the clinic asked and was not answered."""

    patient_id: Id
    name: str
    story: str
    """Who this simulated patient is: "gain fades", "answers in Spanish"."""
    autopilot: bool
    last: str = ""
    last_at: Moment | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Phones:
    rows: tuple[PhoneRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    """Field of ``form``: body. ``local_time`` is the virtual wall clock where the patient is."""

    patient_id: Id
    name: str
    story: str
    number: str
    clinic_number: str
    local_time: str
    local_date: str
    autopilot: bool
    form: Form
    thread: tuple[ThreadDay, ...] = ()
