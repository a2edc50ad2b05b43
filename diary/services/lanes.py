"""The lane of a clinic: the number it texts from, and whether the carrier takes anything from it.

When the carrier fails, the fault is seldom the text's. So the whole lane rests for a while, longer
each time, and a failing carrier leaves a few texts in doubt instead of all that were due. Safety
texts are tried all the same.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from diary.services.ports import SendErrorKind
from diary.store.messaging import OutboundMessage
from diary.store.people import Organization

LONGEST_REST = timedelta(minutes=5)
_FIRST_REST = timedelta(seconds=5)
_REST_OF_A_WRONG_SETTING = timedelta(minutes=1)
_DOUBLINGS = 7


def is_open(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a text's lane takes texts now, as a condition of a query."""
    resting = select(Organization.id).where(Organization.sending_held_until > now)
    return OutboundMessage.organization_id.not_in(resting)


def rest(session: Session, clinic_id: UUID, kind: SendErrorKind, now: datetime) -> None:
    """The carrier failed: let the lane rest."""
    # "No key": a lock that rows being added for this clinic meanwhile do not wait for.
    clinic = session.get_one(
        Organization, clinic_id, with_for_update={"key_share": True}, populate_existing=True
    )
    span = min(_FIRST_REST * 2 ** min(clinic.sending_failures, _DOUBLINGS), LONGEST_REST)
    if kind is SendErrorKind.CONFIGURATION:
        span = max(span, _REST_OF_A_WRONG_SETTING)
    clinic.sending_failures += 1
    clinic.sending_held_until = now + span


def open_again(session: Session, clinic_id: UUID) -> None:
    """The carrier spoke as it should: the lane is open."""
    session.execute(
        update(Organization)
        .where(Organization.id == clinic_id, Organization.sending_failures > 0)
        .values(sending_failures=0, sending_held_until=None)
        .execution_options(synchronize_session=False)
    )
