"""Which text is next: the queries of the outbox, each an index look-up however much is due."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.orm.util import AliasedClass

from diary.store.base import UtcDateTime
from diary.store.literals import is_among, is_word
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose

URGENT = (Purpose.PAGE, Purpose.SAFETY)
PACED = (Purpose.SIGN_IN, Purpose.REPLY, Purpose.INVITATION, Purpose.PROMPT, Purpose.REMINDER)
"""What waits for its number to be free, the most urgent first."""

_BY_URGENCY = (*URGENT, *PACED)

NOW = bindparam("now", type_=UtcDateTime())
_CLINIC = bindparam("clinic", type_=OutboundMessage.organization_id.type)
# As a parameter it would be planned for as a tenth of the table.
_LIMIT = bindparam("limit", type_=Integer(), literal_execute=True)
"""The statements below are built once: building them takes longer than running them."""


def urgent(busy: Select[UUID]) -> Select[UUID]:
    """Asks for the pages and safety texts that are due, of lanes that are not ``busy``, in order.

    Only ids are read here and below, so that an unreadable row can be named.
    """
    first = case({Purpose.PAGE: 0, Purpose.SAFETY: 1}, value=OutboundMessage.purpose)
    return (
        select(OutboundMessage.id)
        .where(
            is_word(OutboundMessage.status, OutboundStatus.QUEUED),
            is_among(OutboundMessage.purpose, URGENT),
            OutboundMessage.not_before <= NOW,
            OutboundMessage.organization_id.not_in(busy),
        )
        .order_by(first, OutboundMessage.not_before, OutboundMessage.id)
        .limit(_LIMIT)
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


def paced(
    session: Session, clinic_id: UUID, now: datetime, limit: int, purposes: Sequence[Purpose]
) -> list[UUID]:
    """The clinic's texts of these ``PACED`` purposes that are due and go first, one a patient."""
    # One look at the index a purpose: sorting all that is due for each text would cost a backlog
    # its square.
    found: list[UUID] = []
    for purpose in purposes:
        if len(found) < limit:
            at = {"now": now, "clinic": clinic_id, "limit": limit - len(found)}
            found += session.scalars(_ready(purpose), at)
    return found


def clinics_with_some() -> CTE:
    """The clinics that have texts queued, as ``id`` of a query and at its end a null.

    From one clinic to the next in the index: one look for each that has some, however many have
    none, and however much each has.
    """

    def first(*after: ColumnElement[UUID]) -> ScalarSelect[UUID]:
        message = aliased(OutboundMessage)
        return (
            select(message.organization_id)
            .where(
                is_word(message.status, OutboundStatus.QUEUED),
                *(message.organization_id > clinic_id for clinic_id in after),
            )
            .order_by(message.organization_id)
            .limit(1)
            .scalar_subquery()
        )

    found = select(first().label("id")).cte("with_some", recursive=True)
    return found.union_all(select(first(found.c.id)).where(found.c.id.is_not(None)))


def is_any_due_of(
    clinic_id: InstrumentedAttribute[UUID], purposes: Sequence[Purpose]
) -> ColumnElement[bool]:
    """Whether a clinic has a text due of one of these purposes, as an expression of a query."""
    return or_(*(is_due_of(clinic_id, purpose) for purpose in purposes))


def is_due_of(clinic_id: InstrumentedAttribute[UUID], purpose: Purpose) -> ColumnElement[bool]:
    """Whether a clinic has a text due of this purpose, as an expression of a query."""
    message = aliased(OutboundMessage)
    return (
        select(message.id)
        .where(
            message.organization_id == clinic_id,
            is_word(message.status, OutboundStatus.QUEUED),
            is_word(message.purpose, purpose),
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
            is_word(OutboundMessage.purpose, purpose),
            ~_another_goes_first(),
        )
        .order_by(OutboundMessage.not_before, OutboundMessage.id)
        .limit(_LIMIT)
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


def _is_due(message: type[OutboundMessage] | AliasedClass[OutboundMessage]) -> ColumnElement[bool]:
    return and_(is_word(message.status, OutboundStatus.QUEUED), message.not_before <= NOW)


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
            # The index of what a patient has going is found by these very words.
            is_among(other.status, (OutboundStatus.QUEUED, OutboundStatus.SUBMITTING)),
            or_(
                other.status == OutboundStatus.SUBMITTING,
                and_(_is_due(other), goes_before),
            ),
        )
        .correlate(OutboundMessage)
        # Makes it a look-up a text for PostgreSQL too. Where its statistics are of an hour in which
        # nothing was queued, it would join all that is due with all that is due.
        .offset(0)
        .exists()
    )


def _place(
    message: type[OutboundMessage] | AliasedClass[OutboundMessage],
) -> tuple[ColumnElement[int], ColumnElement[datetime], ColumnElement[UUID]]:
    urgency = case(
        {purpose: place for place, purpose in enumerate(_BY_URGENCY)}, value=message.purpose
    )
    return urgency, message.not_before, message.id  # type: ignore[return-value]
