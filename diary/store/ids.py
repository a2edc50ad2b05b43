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
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """As many fresh ids, the first the lowest."""
    global _last  # noqa: PLW0603 - the one counter that makes ids of one process rise
    with _lock:
        first = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        _last = first + count - 1
    chance = struct.unpack(f"{count}Q", secrets.token_bytes(8 * count))
    return [_uuid7(first + nth, bits) for nth, bits in enumerate(chance)]


def _uuid7(ticks: int, chance: int) -> UUID:
    """``ticks`` are of 2^-12 ms; of ``chance`` 62 bits are taken."""
    milliseconds, fraction = ticks >> 12, ticks & 0xFFF
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | fraction << 64
    value |= 0b10 << 62 | chance >> 2
    return UUID(int=value)
