"""Everything about one patient."""

from uuid import UUID

from diary.store.alerts import AlertStatus
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
    resolved_at: Moment | None


class Export(Outgoing):
    made_at: Moment
    name: str
    phone: str
    me: Me
    infusions: list[Infusion]
    check_ins: list[CheckIn]
    earlier_answers: list[OldAnswer]
    observations: dict[str, list[Reading]]
    entries: list[Entry]
    notes: list[Note]
    messages: list[Message]
    alerts: list[Alert]
    devices: list[Device]
