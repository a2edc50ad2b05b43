"""Texts in the outbox that cannot even be read: found one by one, and set aside for all others.

A row may be spoilt, or sealed with a key that is gone. What is asked for many at once fails then
for all of them, so it is asked again for each, and the one at fault is named.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from diary.services.obstacles import Circumstances, look
from diary.store.messaging import OutboundMessage, OutboundStatus
from diary.store.people import Organization


class UnreadableTextError(Exception):
    """A text in the outbox cannot even be read: ``set_aside`` lets the others pass."""

    def __init__(self, message_id: UUID) -> None:
        super().__init__(message_id)
        self.message_id = message_id


def read_texts(session: Session, message_ids: Sequence[UUID]) -> list[OutboundMessage]:
    """The texts in this order; ``UnreadableTextError`` for one that cannot be read."""
    try:
        read = session.scalars(_texts(), {"ids": list(message_ids)})
        found = {message.id: message for message in read}
    except (ValueError, LookupError):
        found = {message_id: _read_one(session, message_id) for message_id in message_ids}
    return [found[message_id] for message_id in message_ids]


def look_around(
    session: Session, messages: Sequence[OutboundMessage], clinics: Mapping[UUID, Organization]
) -> Circumstances:
    """How things stand with them; ``UnreadableTextError`` for one whose patient cannot be read."""
    try:
        return look(session, messages, clinics)
    except (ValueError, LookupError):
        for message in messages:
            _look_at_one(session, message)
        raise


def set_aside(session: Session, message_id: UUID, now: datetime) -> None:
    """Let a text that cannot be read stand in nobody's way; staff see that it failed."""
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.id == message_id)
        .values(status=OutboundStatus.FAILED, reason="unreadable", settled_at=now)
        .execution_options(synchronize_session=False)
    )


@cache
def _texts() -> Select[OutboundMessage]:
    return select(OutboundMessage).where(OutboundMessage.id.in_(bindparam("ids", expanding=True)))


def _look_at_one(session: Session, message: OutboundMessage) -> None:
    try:
        look(session, [message])
    except (ValueError, LookupError) as error:
        raise UnreadableTextError(message.id) from error


def _read_one(session: Session, message_id: UUID) -> OutboundMessage:
    try:
        return session.get_one(OutboundMessage, message_id)
    except (ValueError, LookupError) as error:
        raise UnreadableTextError(message_id) from error
