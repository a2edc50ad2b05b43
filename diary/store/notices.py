"""How processes on PostgreSQL wake each other: NOTIFY in the transaction, LISTEN in a thread.

The notice is part of the transaction, so nobody is woken for what was rolled back, or before it can
be seen. It carries nothing: who is woken looks for work.
"""

import contextlib

import psycopg
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session, sessionmaker

from diary.store.alerts import SafetyAlert
from diary.store.messaging import InboundMessage, OutboundMessage

CHANNEL = "diary_work"
_WORK = (InboundMessage, OutboundMessage, SafetyAlert)
_KNOWN_DEAD_AFTER = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
_RINGS = "diary_rings"


def announce_work(sessions: sessionmaker[Session]) -> None:
    """Make each unit of work that adds work for the jobs say so when it is committed."""
    event.listen(sessions, "after_flush", _take_note)
    event.listen(sessions, "before_commit", _notify)
    event.listen(sessions, "after_rollback", _forget)


def announce(session: Session) -> None:
    """Say so of work that was stored by a statement of its own, and not as a new row's object."""
    session.info[_RINGS] = True


class Listener:
    """Hears of work that any process committed. One thread uses it; ``close`` after use."""

    def __init__(self, engine: Engine) -> None:
        address = engine.url.set(drivername="postgresql")
        self._address = address.render_as_string(hide_password=False)
        self._connection: psycopg.Connection | None = None

    def wait(self, seconds: float) -> bool:
        """Wait for a notice, and whether there was one.

        ``True`` too after connecting, since nobody knows what was missed before. Raises
        ``ConnectionError`` while the database is away; the next call tries anew.
        """
        try:
            if self._connection is None:
                self._connection = psycopg.connect(
                    psycopg.conninfo.make_conninfo(self._address, **_KNOWN_DEAD_AFTER),
                    autocommit=True,
                )
                self._connection.execute(f"LISTEN {CHANNEL}")
                return True
            return bool(list(self._connection.notifies(timeout=seconds, stop_after=1)))
        except psycopg.Error as error:
            self.close()
            raise ConnectionError(type(error).__name__) from None

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None


def _take_note(session: Session, *_: object) -> None:
    if any(isinstance(row, _WORK) for row in session.new):
        announce(session)


def _notify(session: Session) -> None:
    session.flush()
    if session.info.pop(_RINGS, False):
        session.execute(text(f"NOTIFY {CHANNEL}"))


def _forget(session: Session) -> None:
    session.info.pop(_RINGS, None)
