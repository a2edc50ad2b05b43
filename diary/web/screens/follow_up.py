"""The form for what a patient follows."""

from dataclasses import dataclass

from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import Id


@dataclass(frozen=True, slots=True)
class FollowUpForm:
    """Fields: plan (code and version), zone, preferred_time. ``zones`` are offered as one types."""

    patient_id: Id
    patient_name: str
    form: Form
    zones: tuple[str, ...]
    plans: tuple[Choice, ...]
