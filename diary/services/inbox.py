"""Receiving a text: stored, screened for danger and its alert opened, in one transaction.

The conversation's turn comes after that commit, so no fault in it can lose the text or the alert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from diary.domain.commands import CommandKind, recognise
from diary.domain.safety import Finding, screen
from diary.domain.segments import sms_size
from diary.domain.turn import Phrase
from diary.services import alerts, carrier_words, caseload, outbox, paging
from diary.services.carrier_words import CarrierWord, word_in
from diary.services.catalogue import Catalogue
from diary.services.wording import compose
from diary.store import arrivals
from diary.store.alerts import SafetyAlert
from diary.store.arrivals import Arrival, Arrived
from diary.store.messaging import InboundMessage, Purpose
from diary.store.people import Organization, Patient

CARRIER_COUNTS_SECONDS = timedelta(seconds=2)
"""The carrier's list gives whole seconds."""
SAFETY_TEXT_WORTH = timedelta(hours=4)

_STOP_WORDS = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
CARRIER_KEYWORDS = frozenset(_STOP_WORDS | {"START", "YES", "UNSTOP"} | {"HELP", "INFO"})
"""What Twilio answers by itself on a number with default opt-out handling."""


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text as the carrier hands it over. ``answered_by_carrier``: it says that it replied.

    ``taken_as`` is what it took the text for then, like ``STOP``.
    ``received_at`` is when the carrier received it, for one that is handed over long after.
    """

    sid: str
    sender: str
    to: str
    body: str
    answered_by_carrier: bool = False
    taken_as: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScreenedText:
    """A text, what can be stored of its words, and the danger in them.

    ``word`` is what the carrier took it for and the conversation would not.
    """

    text: InboundText
    body: str
    finding: Finding | None
    word: CarrierWord | None = None


class Recorded(StrEnum):
    """What became of a text that came in."""

    STORED = "stored"
    ALREADY_STORED = "already stored"
    NOBODYS = "nobody's"
    """No clinic texts from the number that it was sent to."""


def screen_text(catalogue: Catalogue, text: InboundText) -> ScreenedText:
    """Look for danger, before the database is asked for anything: nothing else can be recorded."""
    body = text.body.encode(errors="replace").decode()
    word = word_in(body, text.taken_as) if text.taken_as else None
    return ScreenedText(text, body, screen(body, catalogue.lexicon), word)


def record_text(
    session: Session, catalogue: Catalogue, screened: ScreenedText, now: datetime
) -> Recorded:
    """Store a text once, with its alert."""
    return record_texts(session, catalogue, [screened], now)[0]


def record_texts(
    session: Session, catalogue: Catalogue, texts: Sequence[ScreenedText], now: datetime
) -> Sequence[Recorded]:
    """Store each text once, with its alert; what became of each, in their order."""
    stored = arrivals.store_once(session, [_arrival(screened, now) for screened in texts], now)
    return [
        _followed(session, catalogue, screened, arrived, now)
        for screened, arrived in zip(texts, stored, strict=True)
    ]


def record_plain(
    connection: Connection, texts: Sequence[ScreenedText], now: datetime
) -> Sequence[Recorded | None]:
    """Store those of the texts from which nothing follows but their turn, as nearly all are.

    ``None`` for the others, of which nothing is stored: ``record_texts`` sees to them.
    """
    plain = [place for place, text in enumerate(texts) if not _is_more(text)]
    outcomes: list[Recorded | None] = [None] * len(texts)
    if plain:
        waiting = [_arrival(texts[place], now) for place in plain]
        stored = arrivals.store_patients(connection, waiting, now)
        for place, is_stored in zip(plain, stored, strict=True):
            outcomes[place] = Recorded.STORED if is_stored else None
    return outcomes


def _followed(
    session: Session,
    catalogue: Catalogue,
    screened: ScreenedText,
    arrived: Arrived | None,
    now: datetime,
) -> Recorded:
    """Do what follows from a text besides its turn: nothing, for most."""
    if arrived is None:
        sid = screened.text.sid
        known = select(InboundMessage.id).where(InboundMessage.provider_sid == sid)
        is_known = session.scalars(known).first() is not None
        return Recorded.ALREADY_STORED if is_known else Recorded.NOBODYS
    if arrived.patient_id is None:
        _see_to_stranger(session, catalogue, screened, arrived, now)
    else:
        _see_to_patient(session, catalogue, screened, arrived, arrived.patient_id, now)
    return Recorded.STORED


def say_where_help_is(
    session: Session,
    catalogue: Catalogue,
    clinic: Organization,
    message: InboundMessage,
    now: datetime,
) -> None:
    """Answer a text with danger in it that no conversation answers."""
    outbox.queue(
        session,
        clinic,
        key=f"safety:{message.id}",
        purpose=Purpose.SAFETY,
        recipient=message.sender,
        body=compose([Phrase("safety_stranger")], "en", clinic, catalogue),
        now=now,
        expires_at=now + SAFETY_TEXT_WORTH,
        patient_id=message.patient_id,
    )


def _arrival(screened: ScreenedText, now: datetime) -> Arrival:
    text, finding = screened.text, screened.finding
    return Arrival(
        sid=text.sid,
        sender=text.sender,
        to=text.to,
        body=screened.body,
        segments=sms_size(screened.body).segments,
        received_at=min(text.received_at or now, now),
        answered_by_carrier=text.answered_by_carrier,
        is_keyword=text.body.strip().upper() in CARRIER_KEYWORDS,
        danger=(str(finding.tier), finding.rule, str(finding.kind)) if finding else None,
    )


def _open_alert(session: Session, arrived: Arrived, finding: Finding, now: datetime) -> SafetyAlert:
    # Of a text that has just been stored there is none yet: somebody waits for this commit.
    return alerts.open_alert(
        session,
        arrived.organization_id,
        finding,
        key=f"text:{arrived.message_id}",
        now=now,
        patient_id=arrived.patient_id,
        inbound_id=arrived.message_id,
        is_first=True,
    )


def _see_to_stranger(
    session: Session,
    catalogue: Catalogue,
    screened: ScreenedText,
    arrived: Arrived,
    now: datetime,
) -> None:
    """A person must read it, unless somebody on call replied to their page."""
    message = session.get_one(InboundMessage, arrived.message_id)
    clinic = session.get_one(Organization, arrived.organization_id)
    person = paging.on_call_with(session, clinic, message.sender)
    if person and paging.take_reply(session, catalogue, clinic, person, message, now):
        message.needs_person = False
    if screened.finding:
        _open_alert(session, arrived, screened.finding, now)
        if not _is_stop(message.body, "en"):
            say_where_help_is(session, catalogue, clinic, message, now)


def _see_to_patient(
    session: Session,
    catalogue: Catalogue,
    screened: ScreenedText,
    arrived: Arrived,
    patient_id: UUID,
    now: datetime,
) -> None:
    """What does not wait for the turn."""
    if screened.finding:
        alert = _open_alert(session, arrived, screened.finding, now)
        caseload.show_danger(session, patient_id, alert)
    elif _is_late(screened):
        message = session.get_one(InboundMessage, arrived.message_id)
        if _is_overtaken(session, message):
            message.turn_taken_at, message.needs_person = now, True
    word = screened.word
    is_done = word and carrier_words.obey(session, catalogue, patient_id, word, now)
    if is_done and not screened.finding:
        session.get_one(InboundMessage, arrived.message_id).turn_taken_at = now


def _is_more(screened: ScreenedText) -> bool:
    """Whether more may follow from a text than its turn."""
    return bool(screened.finding or screened.word) or _is_late(screened)


def _is_late(screened: ScreenedText) -> bool:
    return screened.text.received_at is not None


def _is_overtaken(session: Session, message: InboundMessage) -> bool:
    """Whether the conversation has gone on since a text that was fetched late.

    One that arrives long after later ones (an old START after a STOP, an answer to the question
    before) is read by a person, who knows what it meant then. A wish to stop is honoured always.
    Texts whose webhooks come together overtake nobody: they take their turns one after the other,
    whatever the clock said when each began.
    """
    if _is_stop(message.body, session.get_one(Patient, message.patient_id).language):
        return False
    later = session.scalars(
        select(InboundMessage.id)
        .where(
            InboundMessage.patient_id == message.patient_id,
            InboundMessage.received_at > message.received_at + CARRIER_COUNTS_SECONDS,
        )
        .limit(1)
    )
    return later.first() is not None


def _is_stop(body: str, language: str) -> bool:
    command = recognise(body, language)
    return command is not None and command.kind is CommandKind.STOP
