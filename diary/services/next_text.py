"""Which text is next: the queries of the outbox, each an index look-up however much is due."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.orm.util import AliasedClass

from diary.store.base import UtcDateTime
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose

URGENT = (Purpose.PAGE, Purpose.SAFETY)
PACED = (Purpose.SIGN_IN, Purpose.REPLY, Purpose.INVITATION, Purpose.PROMPT, Purpose.REMINDER)
"""What waits for its number to be free, the most urgent first."""

_BY_URGENCY = (*URGENT, *PACED)

NOW = bindparam("now", type_=UtcDateTime())
_CLINIC = bindparam("clinic", type_=OutboundMessage.organization_id.type)
"""The statements below are built once: building them takes longer than running them."""


def urgent(busy: Select[UUID]) -> Select[UUID]:
    """Asks for the page or safety text that is due and goes first, of a lane that is not ``busy``.

    Only ids are read here and below, so that an unreadable row can be named.
    """
    first = case({Purpose.PAGE: 0, Purpose.SAFETY: 1}, value=OutboundMessage.purpose)
    return (
        select(OutboundMessage.id)
        .where(
            _is(OutboundMessage.status, OutboundStatus.QUEUED),
            _among(OutboundMessage.purpose, URGENT),
            OutboundMessage.not_before <= NOW,
            OutboundMessage.organization_id.not_in(busy),
        )
        .order_by(first, OutboundMessage.not_before, OutboundMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


def paced(session: Session, clinic_id: UUID, now: datetime) -> UUID | None:
    """The clinic's text that is due and goes first, of those that wait for the number."""
    # One look at the index a purpose: sorting all that is due for each text would cost a backlog
    # its square.
    for purpose in PACED:
        if found := session.scalar(_ready(purpose), {"now": now, "clinic": clinic_id}):
            return found
    return None


def is_any_paced_due(clinic_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether a clinic has a text due that waits for its number, as an expression of a query."""
    return or_(*(_is_due_of(clinic_id, purpose) for purpose in PACED))


def is_urgent_due(clinic_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether a clinic has a page or a safety text due, as an expression of a query."""
    return or_(*(_is_due_of(clinic_id, purpose) for purpose in URGENT))


def is_reply_due(clinic_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether somebody waits for what a clinic has to say, as an expression of a query."""
    return _is_due_of(clinic_id, Purpose.REPLY)


def _is_due_of(clinic_id: InstrumentedAttribute[UUID], purpose: Purpose) -> ColumnElement[bool]:
    message = aliased(OutboundMessage)
    return (
        select(message.id)
        .where(
            message.organization_id == clinic_id,
            _is(message.status, OutboundStatus.QUEUED),
            _is(message.purpose, purpose),
            message.not_before <= NOW,
        )
        .exists()
    )


@cache
def _ready(purpose: Purpose) -> Select[UUID]:
    return (
        select(OutboundMessage.id)
        .where(
            OutboundMessage.organization_id == _CLINIC,
            _is_due(OutboundMessage),
            _is(OutboundMessage.purpose, purpose),
            ~_another_goes_first(),
        )
        .order_by(OutboundMessage.not_before, OutboundMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


def _is_due(message: type[OutboundMessage] | AliasedClass[OutboundMessage]) -> ColumnElement[bool]:
    return and_(_is(message.status, OutboundStatus.QUEUED), message.not_before <= NOW)


def _another_goes_first() -> ColumnElement[bool]:
    """Texts to one patient go one at a time, so they arrive in order and doubts are clear.

    A text that another sender is claiming at this moment still looks queued here, and so holds
    back those behind it.
    """
    other = aliased(OutboundMessage)
    mine, others = _place(OutboundMessage), _place(other)
    goes_before = or_(
        others[0] < mine[0],
        and_(others[0] == mine[0], others[1] < mine[1]),
        and_(others[0] == mine[0], others[1] == mine[1], others[2] < mine[2]),
    )
    return (
        select(other.id)
        .where(
            other.patient_id == OutboundMessage.patient_id,
            other.id != OutboundMessage.id,
            or_(
                other.status == OutboundStatus.SUBMITTING,
                and_(_is_due(other), goes_before),
            ),
        )
        .correlate(OutboundMessage)
        .exists()
    )


def _place(
    message: type[OutboundMessage] | AliasedClass[OutboundMessage],
) -> tuple[ColumnElement[int], ColumnElement[datetime], ColumnElement[UUID]]:
    urgency = case(
        {purpose: place for place, purpose in enumerate(_BY_URGENCY)}, value=message.purpose
    )
    return urgency, message.not_before, message.id  # type: ignore[return-value]


def _is(
    column: InstrumentedAttribute[Purpose] | InstrumentedAttribute[OutboundStatus],
    word: Purpose | OutboundStatus,
) -> ColumnElement[bool]:
    """``column = 'word'`` with the word in the statement: partial indexes are chosen by it."""
    return column == literal(word, column.type, literal_execute=True)


def _among(column: InstrumentedAttribute[Purpose], words: Sequence[Purpose]) -> ColumnElement[bool]:
    return column.in_([literal(word, column.type, literal_execute=True) for word in words])
