"""What must move along when the demo's clock does: browsers stay signed in."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.store.people import StaffSession


def carry_sessions(session: Session, by: timedelta) -> None:
    """Nobody was idle while the clock jumped: sessions become younger by the jump."""
    for signed_in in session.scalars(select(StaffSession)):
        signed_in.created_at += by
        signed_in.seen_at += by
