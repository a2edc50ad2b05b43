"""What stands around every page, and the small values that all pages share."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Id = UUID | int | str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as it is read: ``text`` at a glance ("2 h ago"), ``exact`` on hover."""

    at: datetime
    text: str
    exact: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in. ``role`` is the word on screen."""

    name: str
    role: str = ""
    is_owner: bool = False
    """They may change the clinic's settings."""

    @property
    def initials(self) -> str:
        """At most two letters: of the first and of the last name."""
        names = self.name.split()
        return "".join(name[0] for name in dict.fromkeys((*names[:1], *names[-1:]))).upper()


@dataclass(frozen=True, slots=True)
class OpenAlerts:
    """The bar on every page while an alert is open; ``sentence`` is about the gravest of them."""

    count: int
    sentence: str
    alert_id: Id


@dataclass(frozen=True, slots=True)
class DemoClock:
    """The virtual clock of the demo; ``next_event`` says when something happens next, if so."""

    date: str
    time: str
    next_event: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """``here`` is the navigation entry that is lit: today, patients, alerts, outcomes, texts ...

    ``staff`` is ``None`` on pages before sign-in, ``clock`` outside the demo. ``calls`` counts the
    rows of Today, ``texts`` those that wait for a person.
    """

    clinic: str
    staff: Staff | None = None
    language: str = "en"
    here: str = ""
    calls: int = 0
    texts: int = 0
    alerts: OpenAlerts | None = None
    standing: str = ""
    """Differs as soon as a list of whom or what to see to does."""
    clock: DemoClock | None = None
    search: str = ""
    as_of: str = ""
    """When the page was made, in full: a sheet of paper has no other date."""
    languages: tuple[tuple[str, str], ...] = ()
    """Those that the pages are there in, each with its name for itself."""
