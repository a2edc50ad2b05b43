"""The lane of a clinic: the number it texts from, and whether the carrier takes anything from it.

When the carrier fails, the fault is seldom the text's. So the whole lane rests for a while, longer
each time, and a failing carrier leaves a few texts in doubt instead of all that were due. Safety
texts are tried all the same.
"""

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from diary.services.ports import SendError, SendErrorKind
from diary.store.base import UtcDateTime
from diary.store.people import Organization

LONGEST_REST = timedelta(minutes=5)
_FIRST_REST = timedelta(seconds=5)
_REST_OF_A_WRONG_SETTING = timedelta(minutes=1)
_DOUBLINGS = 7
_JITTER = 0.5

_LONG_RESTS = {
    21611: timedelta(minutes=10),  # the sender's queue holds hours already
    30001: timedelta(minutes=10),
    30023: timedelta(hours=1),  # a carrier's cap of the day
    63038: timedelta(hours=1),  # the account's cap of any 24 hours
}
"""Codes that a few minutes do not cure."""
_COMES_WITH_RECEIPTS = 30_000
"""Codes from here on are mostly of receipts, after the carrier had taken the text."""
NO_REST_IS_LONGER = timedelta(hours=2)


def takes_texts(
    now: ColumnElement[datetime], no_rest_after: ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Whether a clinic's lane takes texts now, as a condition of a query that has the clinic.

    A rest that ends after ``no_rest_after`` was written by a clock gone wrong.
    """
    held_until = Organization.sending_held_until
    return or_(held_until.is_(None), held_until <= now, held_until > no_rest_after)


def rest(session: Session, clinic_id: UUID, error: SendError, now: datetime) -> None:
    """The carrier failed: let the lane rest."""
    # "No key": a lock that rows being added for this clinic meanwhile do not wait for.
    clinic = session.get_one(
        Organization, clinic_id, with_for_update={"key_share": True}, populate_existing=True
    )
    span = min(_FIRST_REST * 2 ** min(clinic.sending_failures, _DOUBLINGS), LONGEST_REST)
    if error.kind is SendErrorKind.CONFIGURATION:
        span = max(span, _REST_OF_A_WRONG_SETTING)
        clinic.sending_refused_code = error.code or 0
    span = max(span, _LONG_RESTS.get(error.code or 0, span))
    # Lanes that fail together do not come back together. The same lane and failure rest the same.
    spread = random.Random(f"{clinic_id}:{clinic.sending_failures}").uniform(0, _JITTER)  # noqa: S311
    clinic.sending_failures += 1
    clinic.sending_held_until = now + span * (1 + spread)


def hear(session: Session, clinic_id: UUID, error: SendError, now: datetime) -> None:
    """A receipt says why a text did not arrive: some reasons hold for every text of the lane."""
    is_of_the_lane = error.kind is SendErrorKind.CONFIGURATION or error.code in _OF_THE_LANE
    clinic = session.get_one(Organization, clinic_id)
    if is_of_the_lane and not (clinic.sending_held_until and clinic.sending_held_until > now):
        rest(session, clinic_id, error, now)


_OF_THE_LANE = {*_LONG_RESTS, 20429, 30022, 63017, 63018}
"""Codes about how much was sent lately, and not about the text or its number."""


def open_again(
    session: Session, clinic_ids: Collection[UUID], now: datetime, *, delivered: bool = False
) -> None:
    """The carrier took texts, or ``delivered`` them: lanes whose rest is over are open.

    What the carrier finds wrong only after it took a text is right again when one is delivered.
    """
    if not clinic_ids:
        return
    # Few lanes rest, and those that do are locked one by one in the same order by everybody.
    over = session.scalars(_rested(delivered), {"now": now, "ids": list(clinic_ids)})
    for clinic_id in sorted(over):
        session.execute(
            update(Organization)
            .where(Organization.id == clinic_id, _is_over(delivered))
            .values(sending_failures=0, sending_held_until=None, sending_refused_code=None)
            .execution_options(synchronize_session=False),
            {"now": now},
        )


@cache
def _rested(delivered: bool) -> Select[UUID]:
    among = Organization.id.in_(bindparam("ids", expanding=True))
    return select(Organization.id).where(among, _is_over(delivered))


def _is_over(delivered: bool) -> ColumnElement[bool]:
    known_late = Organization.sending_refused_code >= _COMES_WITH_RECEIPTS
    return and_(
        Organization.sending_failures > 0,
        Organization.sending_held_until <= bindparam("now", type_=UtcDateTime()),
        true() if delivered else ~func.coalesce(known_late, false()),
    )
