"""What waits for the staff, in the numbers that stand on every page of theirs."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from diary.services.caseload import NOBODY
from diary.store.caseload import CaseloadRow
from diary.store.messaging import InboundMessage

MOST_COUNTED = 1_000


class Waiting(NamedTuple):
    calls: int
    """Patients who need somebody; from ``MOST_COUNTED`` on nobody counts further."""
    texts: int
    """Texts that only a person can make something of."""


def waiting(session: Session, organization_id: UUID) -> Waiting:
    return Waiting(*session.execute(_WAITING, {"organization_id": organization_id}).one())


_row, _text = CaseloadRow.__table__.c, InboundMessage.__table__.c
_OURS = bindparam("organization_id", type_=Uuid())
_CALLS = (
    select(_row.id)
    .where(_row.organization_id == _OURS, _row.rank < NOBODY)
    .limit(MOST_COUNTED)
    .subquery()
)
# One question for both: it is asked for every page.
_WAITING = select(
    select(func.count()).select_from(_CALLS).scalar_subquery(),
    select(func.count())
    .where(_text.organization_id == _OURS, _text.needs_person.is_(True))
    .scalar_subquery(),
)
