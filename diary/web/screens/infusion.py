"""Forms for infusions: planned, recorded as given, corrected, cancelled."""

from dataclasses import dataclass
from enum import StrEnum

from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import Id, Moment


class InfusionTask(StrEnum):
    PLAN = "plan"
    RECORD = "record"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class InfusionForm:
    """Fields: date, start, end (wall clock in ``zone``), dose_mg, weight_kg, route, note.

    ``infusion_id`` is that of the infusion corrected, or of the planned one that was given.
    """

    task: InfusionTask
    patient_id: Id
    patient_name: str
    form: Form
    routes: tuple[Choice, ...]
    zone: str
    infusion_id: Id | None = None
    usual: str = ""
    """The last infusion in a few words, to compare with: "40 mg, 0.5 mg/kg IV on 6 Nov"."""
    is_planned: bool = False
    """It is still to come: it has no end, and its dose may be open."""
    sent_already: int = 0
    """Texts of this infusion that went out and stay as they are."""


@dataclass(frozen=True, slots=True)
class InfusionCancel:
    """``withdrawn`` counts the prompts that will not be sent. Field: reason."""

    infusion_id: Id
    patient_id: Id
    patient_name: str
    form: Form
    moment: Moment
    what: str
    withdrawn: int = 0
