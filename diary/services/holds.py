"""One change at a time for each patient: whoever changes a record holds its conversation first.

The order of locks is: conversation, then text, then clinic. Everything that changes a patient's
prompts, texting or texts in doubt takes them in this order, so two changes wait for one another
and never for ever. On SQLite the transaction itself is the lock, and no other is asked for.
"""

from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from diary.store.messaging import Conversation, OutboundMessage
from diary.store.people import Patient

_conversation = Conversation.__table__.c
_LOCK = (
    select(_conversation.id)
    .where(_conversation.patient_id == bindparam("patient_id"))
    .with_for_update()
)


def hold(session: Session, patient_id: UUID) -> Patient:
    """Wait for the patient's turn and return the patient as they stand then."""
    wait_for_turn(session, patient_id)
    return session.get_one(Patient, patient_id, populate_existing=True)


def wait_for_turn(session: Session, patient_id: UUID) -> None:
    """Wait for the patient's turn; what was read of them before may be old by then."""
    session.flush()
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_LOCK, {"patient_id": patient_id})


def hold_text(session: Session, message_id: UUID) -> OutboundMessage | None:
    """Wait for the patient's turn and then for the text; ``None`` if there is no such text."""
    found = session.execute(
        select(OutboundMessage.patient_id).where(OutboundMessage.id == message_id)
    ).first()
    if found is None:
        return None
    if found.patient_id:
        hold(session, found.patient_id)
    return lock_text(session, message_id)


def lock_text(session: Session, message_id: UUID) -> OutboundMessage | None:
    """Wait for the text alone: for changes that say nothing about its patient."""
    return session.get(OutboundMessage, message_id, with_for_update=True, populate_existing=True)


def locked_texts(read: ExecutableOption) -> Select[OutboundMessage]:
    """The texts whose ids are the parameter ``ids``, locked; ``read`` says what is read of them.

    In the order of ids: two who lock the same texts would else wait for each other for ever.
    """
    return (
        select(OutboundMessage)
        .where(OutboundMessage.id.in_(bindparam("ids", expanding=True)))
        .order_by(OutboundMessage.id)
        .options(read)
        .with_for_update()
    )
