"""What a clinic's staff see around every page and on their lists, asked for at one go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from diary.services import alerts
from diary.services.caseload import NOBODY
from diary.store.alerts import SafetyAlert
from diary.store.caseload import CaseloadRow, CaseloadTally
from diary.store.lanes import Lane
from diary.store.messaging import InboundMessage

MOST_COUNTED = 1_000


class Glance(NamedTuple):
    """What waits for the staff, and how their clinic stands."""

    calls: int
    """Patients who need somebody; from ``MOST_COUNTED`` on nobody counts further."""
    texts: int
    """Texts that only a person can make something of."""
    full_until: datetime | None
    """The cap of the day of the clinic's number is reached until then."""
    backlog_skipped: int
    """How many texts were given up lately because their turn would have come too late ..."""
    backlog_skipped_at: datetime | None
    """... and when that was last."""
    figures: Mapping[str, Any] | None
    """The numbers of a large clinic as they were last counted ..."""
    counted_at: datetime | None
    """... and when."""
    unresolved: Sequence[SafetyAlert]
    """The alerts that are not resolved, the newest first."""


def glance_at(session: Session, organization_id: UUID) -> Glance:
    found = session.execute(_STANDING, {"organization_id": organization_id}).one()
    return Glance(*found, alerts.unresolved(session, organization_id))


_row, _text = CaseloadRow.__table__.c, InboundMessage.__table__.c
_lane, _tally = Lane.__table__.c, CaseloadTally.__table__.c
_OURS = bindparam("organization_id", type_=Uuid())
_CALLS = (
    select(_row.id)
    .where(_row.organization_id == _OURS, _row.call_rank < NOBODY)
    .limit(MOST_COUNTED)
    .subquery()
)
# One question for all of it: it is asked for every page.
_STANDING = (
    select(
        select(func.count()).select_from(_CALLS).scalar_subquery(),
        select(func.count())
        .where(_text.organization_id == _OURS, _text.needs_person.is_(True))
        .scalar_subquery(),
        _lane.full_until,
        _lane.backlog_skipped,
        _lane.backlog_skipped_at,
        _tally.figures,
        _tally.counted_at,
    )
    .join_from(
        Lane.__table__,
        CaseloadTally.__table__,
        _tally.organization_id == _lane.id,
        isouter=True,
    )
    .where(_lane.id == _OURS)
)
