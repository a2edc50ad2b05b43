"""Texts that only a person can make something of."""

from dataclasses import dataclass
from uuid import UUID

from diary.web.screens.frame import Id, Moment


@dataclass(frozen=True, slots=True)
class UnknownText:
    """``phone_shown`` is the number, or the name of the patient that ``patient_id`` is of."""

    text_id: UUID
    phone_shown: str
    phone: str
    body: str
    moment: Moment
    danger: bool = False
    alert_id: Id | None = None
    patient_id: Id | None = None


@dataclass(frozen=True, slots=True)
class UnknownTexts:
    texts: tuple[UnknownText, ...] = ()
    is_cut: bool = False
