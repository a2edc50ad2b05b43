"""Identifiers of rows: UUID version 7 (RFC 9562), so that newer rows sort after older ones.

Within one process the order is strict, even inside one millisecond. The time inside an id is the
machine's, not the application's clock: it keeps indexes compact and orders equals, nothing more.
"""

import secrets
import struct
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A fresh UUIDv7: 60 bits of time in 2^-12 ms, strictly rising in this process."""
    return _uuid7(_next_ticks(1), int.from_bytes(secrets.token_bytes(8)))


def new_ids(count: int) -> list[UUID]:
    """As many fresh ids, the first the lowest."""
    first = _next_ticks(count)
    chances = struct.unpack(f"{count}Q", secrets.token_bytes(8 * count))
    return [_uuid7(first + nth, chance) for nth, chance in enumerate(chances)]


def _next_ticks(count: int) -> int:
    """The first of so many instants, in 2^-12 ms, that no other id of this process has."""
    global _last  # noqa: PLW0603 - the one counter that makes ids of one process rise
    with _lock:
        first = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        _last = first + count - 1
    return first


def _uuid7(ticks: int, chance: int) -> UUID:
    """``chance`` are 64 random bits, of which 62 are taken."""
    milliseconds, fraction = ticks >> 12, ticks & 0xFFF
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | fraction << 64
    value |= 0b10 << 62 | chance >> 2
    return UUID(int=value)
