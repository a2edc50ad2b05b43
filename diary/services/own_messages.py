"""The patient's texts, both ways, in parts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from diary.store.messaging import InboundMessage, OutboundMessage, Purpose
from diary.store.people import Patient

Place = tuple[datetime, UUID]
Message = InboundMessage | OutboundMessage


def list_messages(
    session: Session, patient: Patient, *, after: Place | None, limit: int | None
) -> Sequence[Message]:
    """The newest texts behind the place ``after``, the newest first; all without a ``limit``.

    Codes to sign in with are left out.
    """
    received = select(InboundMessage).where(InboundMessage.patient_id == patient.id)
    sent = select(OutboundMessage).where(
        OutboundMessage.patient_id == patient.id, OutboundMessage.purpose != Purpose.SIGN_IN
    )
    came = (InboundMessage.received_at, InboundMessage.id)
    went = (OutboundMessage.created_at, OutboundMessage.id)
    if after:
        received = received.where(tuple_(*came) < after)
        sent = sent.where(tuple_(*went) < after)
    found: list[Message] = [
        *session.scalars(received.order_by(*(c.desc() for c in came)).limit(limit)),
        *session.scalars(sent.order_by(*(c.desc() for c in went)).limit(limit)),
    ]
    return sorted(found, key=place_of, reverse=True)[:limit]


def place_of(message: Message) -> Place:
    """When a text came or was written, and its id."""
    at = message.received_at if isinstance(message, InboundMessage) else message.created_at
    return at, message.id
