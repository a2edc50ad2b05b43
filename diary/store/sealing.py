"""Encrypted columns: AES-256-GCM bound to the place where a value lies.

A sealed value carries its format, the id of its key, the id of its row and a nonce. Table, column
and row are authenticated with it, so a value copied into another row or column does not open.
Numbers that must be found again (phone numbers) have a blind index beside them: an HMAC under a
key of its own.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Self
from uuid import UUID
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Engine, LargeBinary, TypeDecorator
from sqlalchemy.orm import Session

_FORMAT = b"\x01"
_NONCE_BYTES = 12
_LARGEST_KEY_ID = 0xFFFF
_HEADER_BYTES = 1 + 2 + 16 + _NONCE_BYTES


class SealError(ValueError):
    """A sealed value does not open: wrong key, altered, or moved to another place."""


class BoundText(str):
    """A text that knows the row it belongs to; sealed columns hold nothing else."""

    __slots__ = ("row",)
    row: bytes
    """The id of the row: to make a UUID of it would take as long as to open the text."""

    def __new__(cls, text: str, row: UUID | bytes) -> Self:
        bound = super().__new__(cls, text)
        bound.row = row if isinstance(row, bytes) else row.bytes
        return bound

    @property
    def row_id(self) -> UUID:
        return UUID(bytes=self.row)


class Keyring:
    """The clinic's keys: ``keys`` by id (32 bytes each), ``current`` seals, any of them opens."""

    def __init__(self, keys: Mapping[int, bytes], current: int, index_key: bytes) -> None:
        if current not in keys or not all(0 <= key_id <= _LARGEST_KEY_ID for key_id in keys):
            raise ValueError(f"keys have ids from 0 to {_LARGEST_KEY_ID}, and the current is one")
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = current
        self._index_key = index_key

    def seal(self, text: str, place: str, row_id: UUID) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        header = _FORMAT + self._current.to_bytes(2, "big") + row_id.bytes + nonce
        cipher = self._ciphers[self._current]
        return header + cipher.encrypt(nonce, text.encode(), _bound_to(place, row_id.bytes))

    def opener(self, place: str) -> Callable[[bytes], BoundText]:
        """What opens the values of one place: a list has hundreds of them.

        It gives the text and the row it was sealed for; ``SealError`` if anything was altered.
        """
        ciphers, bound = self._ciphers, _bound_to(place, b"")

        def open_one(sealed: bytes) -> BoundText:
            if len(sealed) < _HEADER_BYTES or sealed[:1] != _FORMAT:
                raise SealError(f"{place}: not a sealed value")
            key_id, row = int.from_bytes(sealed[1:3], "big"), sealed[3:19]
            cipher = ciphers.get(key_id)
            if cipher is None:
                raise SealError(f"{place}: key {key_id} is not on the keyring")
            try:
                text = cipher.decrypt(sealed[19:_HEADER_BYTES], sealed[_HEADER_BYTES:], bound + row)
            except InvalidTag:
                raise SealError(f"{place}: the value was altered or moved") from None
            return BoundText(text.decode(), row)

        return open_one

    def blind_index(self, text: str) -> bytes:
        """A stand-in for ``text`` that can be looked up but not read (32 bytes)."""
        return hmac.digest(self._index_key, text.encode(), hashlib.sha256)


class SealedText(TypeDecorator[str]):
    """A text column that the database holds only sealed. ``place`` is ``table.column``."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, BoundText):
            raise TypeError(f"{self.place} is sealed and cannot be compared or set in bulk")
        return keyring_of(dialect).seal(value, self.place, value.row_id)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], BoundText | None]:
        # ``process_result_value`` would ask for the dialect's keys for each value of a list.
        open_one = keyring_of(dialect).opener(self.place)
        return lambda value: None if value is None else open_one(value)


def refuse_moved(place: str, text: str, row_id: UUID) -> None:
    """``SealError`` if ``text``, read by its column alone, was sealed for another row."""
    if isinstance(text, BoundText) and text.row != row_id.bytes:
        raise SealError(f"{place}: sealed for another row")


def hand_keys_to(engine: Engine, keyring: Keyring) -> None:
    """Let the sealed columns of this engine's connections use ``keyring``."""
    _keyrings[engine.dialect] = keyring


def keyring_of(dialect: Dialect) -> Keyring:
    """The keys of the engine that this dialect belongs to."""
    return _keyrings[dialect]


def blind_index(session: Session, text: str) -> bytes:
    """What ``text`` is looked up by in the database of this session."""
    return keyring_of(session.get_bind().dialect).blind_index(text)


# A column type meets only the dialect, and each engine has its own: two clinics' keys never mix.
_keyrings: WeakKeyDictionary[Dialect, Keyring] = WeakKeyDictionary()


def _bound_to(place: str, row: bytes) -> bytes:
    return place.encode() + b"\0" + row
