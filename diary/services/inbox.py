"""Receiving a text: stored, screened for danger and its alert opened, in one transaction.

The conversation's turn comes after that commit, so no fault in it can lose the text or the alert.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.commands import CommandKind, recognise
from diary.domain.safety import screen
from diary.domain.segments import sms_size
from diary.domain.turn import Phrase
from diary.services import alerts, outbox, paging
from diary.services.catalogue import Catalogue
from diary.services.wording import compose
from diary.store.messaging import InboundMessage, Purpose
from diary.store.people import OptOutReplies, Organization, Patient
from diary.store.sealing import blind_index

CARRIER_COUNTS_SECONDS = timedelta(seconds=2)
"""The carrier's list gives whole seconds."""
SAFETY_TEXT_WORTH = timedelta(hours=4)

_STOP_WORDS = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
CARRIER_KEYWORDS = frozenset(_STOP_WORDS | {"START", "YES", "UNSTOP"} | {"HELP", "INFO"})
"""What Twilio answers by itself on a number with default opt-out handling."""


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text as the carrier hands it over. ``answered_by_carrier``: it says that it replied.

    ``received_at`` is when the carrier received it, for one that is handed over long after.
    """

    sid: str
    sender: str
    to: str
    body: str
    answered_by_carrier: bool = False
    received_at: datetime | None = None


class UnknownSenderError(LookupError):
    """No clinic texts from the number that the text was sent to."""


def record_text(
    session: Session, catalogue: Catalogue, text: InboundText, now: datetime
) -> InboundMessage | None:
    """Store a text once; ``None`` when its sid is stored already.

    ``UnknownSenderError`` when the number it was sent to is no clinic's.
    """
    if session.scalars(
        select(InboundMessage.id).where(InboundMessage.provider_sid == text.sid)
    ).first():
        return None
    clinic = session.scalars(select(Organization).where(Organization.sender == text.to)).first()
    if clinic is None:
        raise UnknownSenderError(text.sid)
    patient = _patient_with(session, clinic, text.sender)
    person = None if patient else paging.on_call_with(session, clinic, text.sender)
    body = text.body.encode(errors="replace").decode()
    finding = screen(body, catalogue.lexicon)
    received_at = min(text.received_at or now, now)
    # Only a text that was fetched late can have been overtaken: webhooks that come together take
    # their turns one after the other, whatever the clock said when each began.
    is_overtaken = (
        text.received_at is not None
        and patient is not None
        and finding is None
        and not _is_stop(body, patient.language)
        and _has_later_text(session, patient, received_at)
    )
    message = InboundMessage(
        organization_id=clinic.id,
        provider_sid=text.sid,
        patient_id=patient.id if patient else None,
        sender=text.sender,
        body=body,
        segments=sms_size(body).segments,
        received_at=received_at,
        answered_by_carrier=_carrier_answers(clinic, text),
        danger_tier=str(finding.tier) if finding else None,
        danger_rule=finding.rule if finding else None,
        danger_kind=str(finding.kind) if finding else None,
        turn_taken_at=None if patient and not is_overtaken else now,
        needs_person=patient is None or is_overtaken,
    )
    session.add(message)
    session.flush()
    if person and paging.take_reply(session, catalogue, clinic, person, message, now):
        message.needs_person = False
    if finding:
        alerts.open_alert(
            session,
            clinic.id,
            finding,
            key=f"text:{message.id}",
            now=now,
            patient_id=message.patient_id,
            inbound_id=message.id,
        )
        if patient is None and not _is_stop(body, "en"):
            say_where_help_is(session, catalogue, clinic, message, now)
    return message


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


def _is_stop(body: str, language: str) -> bool:
    command = recognise(body, language)
    return command is not None and command.kind is CommandKind.STOP


def _has_later_text(session: Session, patient: Patient, received_at: datetime) -> bool:
    """Whether the conversation has gone on since.

    A text that arrives long after later ones (an old START after a STOP, an answer to the question
    before) is read by a person, who knows what it meant then.
    """
    later = session.scalars(
        select(InboundMessage.id)
        .where(
            InboundMessage.patient_id == patient.id,
            InboundMessage.received_at > received_at + CARRIER_COUNTS_SECONDS,
        )
        .limit(1)
    )
    return later.first() is not None


def _patient_with(session: Session, clinic: Organization, phone: str) -> Patient | None:
    return session.scalars(
        select(Patient).where(
            Patient.organization_id == clinic.id,
            Patient.phone_index == blind_index(session, phone),
        )
    ).first()


def _carrier_answers(clinic: Organization, text: InboundText) -> bool:
    if text.answered_by_carrier:
        return True
    is_keyword = text.body.strip().upper() in CARRIER_KEYWORDS
    return is_keyword and clinic.opt_out_replies is OptOutReplies.TWILIO
