"""Alerts: the list, and one with its history."""

from dataclasses import dataclass, field
from enum import StrEnum

from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import Id, Moment


class AlertState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class AlertRow:
    """``patient_id`` is ``None`` for a text from an unknown number, which is then the ``name``."""

    alert_id: Id
    state: AlertState
    name: str
    patient_id: Id | None
    why: str
    moment: Moment
    ladder: str = ""
    """Where it stands: "Dr Lee was paged 2 min ago", "Held by R. Nolan, taken 2 min ago"."""
    number: int | None = None
    """What pages to staff call it."""


@dataclass(frozen=True, slots=True)
class AlertList:
    open: tuple[AlertRow, ...] = ()
    acknowledged: tuple[AlertRow, ...] = ()
    resolved: tuple[AlertRow, ...] = ()
    """The newest of them."""


@dataclass(frozen=True, slots=True)
class AlertEvent:
    moment: Moment
    what: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class AlertPage:
    """``said`` is the text that raised it, ``rule`` the rule that did, ``severity`` its word.

    Fields of ``form``: outcome (one of ``outcomes``), reason. Fields of ``handover``: person (one
    of ``colleagues``, who are there for whoever holds the alert alone), note. Field of
    ``takeover``, which is for everybody but the ``holder``: takeover_note.
    """

    alert_id: Id
    state: AlertState
    name: str
    patient_id: Id | None
    why: str
    moment: Moment
    rule: str
    form: Form
    outcomes: tuple[Choice, ...]
    said: str = ""
    said_at: Moment | None = None
    origin: str = ""
    """Where it came from, if that was no text."""
    severity: str = ""
    phone: str = ""
    history: tuple[AlertEvent, ...] = ()
    number: int | None = None
    """What pages to staff call it."""
    handover: Form = field(default_factory=Form)
    colleagues: tuple[Choice, ...] = ()
    takeover: Form = field(default_factory=Form)
    holder: str = ""
    """Who else holds it; empty for whoever does, and while nobody does."""
    stands: str = ""
    """Who holds it since when, or whom it waits for."""


@dataclass(frozen=True, slots=True)
class PagedAlert:
    """What a page's link opens, for whoever holds it: nothing of the patient, and no reason."""

    number: int
    clinic: str
    state: AlertState
    moment: Moment
    alert_id: Id
    token: str
