"""The lane of each clinic: when its number is free for the next text, and what was sent lately."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, insert
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.people import Organization


class Lane(Base, OfClinic):
    """Beside the clinic, with the same id, because it changes with every text and the clinic not.

    It is written in the transaction that claims a text, so any number of senders share one pace.
    """

    __tablename__ = "lane"

    free_at: Mapped[datetime | None]
    """Before this, nothing but safety texts and pages may be sent ..."""
    urgent_free_at: Mapped[datetime | None]
    """... and before this, not even those."""
    sent_by_hour: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
    full_until: Mapped[datetime | None]
    """The cap of the day is reached until then."""
    backlog_skipped: Mapped[int] = mapped_column(default=0)
    """How many texts were given up lately because their turn would have come too late ..."""
    backlog_skipped_at: Mapped[datetime | None]
    """... and when that was last."""


@event.listens_for(Organization, "after_insert")
def _give_a_lane(_mapper: object, connection: Connection, clinic: Organization) -> None:
    connection.execute(
        insert(Lane).values(
            id=clinic.id, organization_id=clinic.id, sent_by_hour={}, backlog_skipped=0
        )
    )
