"""Connections of a pool that the server may have left meanwhile: asked only where there is doubt.

A ping before every use costs a round trip each time. A server that ends a connection says so, or
closes it: then there is something to read where nothing is due. Only a network that broke in
silence shows nothing, so a connection that lay idle for a while is asked all the same.
"""

import select
import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

_LONG_IDLE_SECONDS = 5.0
_LEFT_AT = "diary_left_at"


def ping_when_in_doubt(engine: Engine) -> None:
    """Let a PostgreSQL engine replace connections that ended while they lay in its pool."""

    @event.listens_for(engine, "checkin")
    def leave(_: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_LEFT_AT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def take(connection: Any, entry: ConnectionPoolEntry, _: object) -> None:
        left_at = entry.info.get(_LEFT_AT)
        if left_at is None:  # it was made this moment
            return
        was_idle_for_long = time.monotonic() - left_at >= _LONG_IDLE_SECONDS
        if not (was_idle_for_long or _has_something_to_say(connection)):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def _has_something_to_say(connection: Any) -> bool:
    """Whether anything came from the server, its end among it, or the connection is closed."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
