"""Everything about one patient."""

from datetime import date
from uuid import UUID

from pydantic import Field

from diary.domain.calls import CallOutcome
from diary.store.alerts import AlertStatus
from diary.store.care import Route
from diary.store.chart import TreatmentKind
from diary.web.api.schemas.base import Moment, Outgoing
from diary.web.api.schemas.check_ins import CheckIn
from diary.web.api.schemas.entries import Entry
from diary.web.api.schemas.me import Me
from diary.web.api.schemas.record import Infusion, Message, Reading
from diary.web.api.schemas.sign_in import Device


class Note(Outgoing):
    written_at: Moment
    text: str


class OldAnswer(Outgoing):
    """An answer that was corrected or taken back."""

    check_in: UUID
    questionnaire: str
    link_id: str
    value: float | list[int]
    recorded_at: Moment
    superseded_at: Moment


class Alert(Outgoing):
    opened_at: Moment
    kind: str
    status: AlertStatus
    acknowledged_at: Moment | None
    resolved_at: Moment | None
    outcome: str | None = Field(description="What came of it.")


class WholeInfusion(Infusion):
    dose_mg: float | None
    weight_kg: float | None
    route: Route | None
    note: str = Field(description="The clinic's.")


class Treatment(Outgoing):
    """A medicine at one dose, or a therapy, beside the infusions."""

    kind: TreatmentKind
    name: str
    dose: str
    started_on: date
    ended_on: date | None


class GoalRating(Outgoing):
    rated_on: date
    value: int


class Goal(Outgoing):
    """What matters to the patient, and how near to it they were, 0 to 10."""

    words: str
    set_on: date
    closed_on: date | None
    ratings: list[GoalRating]


class ChartNote(Outgoing):
    """What the clinic wrote on the chart about a day."""

    about_on: date
    written_at: Moment
    text: str


class Call(Outgoing):
    """The clinic called, or tried to."""

    called_at: Moment
    outcome: CallOutcome
    text: str


class KnownDevice(Device):
    ended_at: Moment | None


class Access(Outgoing):
    """Somebody read or changed the record."""

    at: Moment
    action: str
    by_staff: bool


class Export(Outgoing):
    """What the patient said or was asked, what was done, and what stands on their chart.

    What staff write to each other about an alert is not in it: ask the clinic for that.
    """

    made_at: Moment
    name: str
    phone: str
    enrolled_at: Moment
    plan: str
    me: Me
    infusions: list[WholeInfusion]
    treatments: list[Treatment]
    goals: list[Goal]
    chart_notes: list[ChartNote]
    calls: list[Call]
    check_ins: list[CheckIn]
    earlier_answers: list[OldAnswer]
    observations: dict[str, list[Reading]]
    entries: list[Entry]
    notes: list[Note]
    messages: list[Message]
    alerts: list[Alert]
    devices: list[KnownDevice]
    accesses: list[Access]
