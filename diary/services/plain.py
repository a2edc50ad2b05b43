"""Values of the conversation as plain JSON, for columns that staff read."""

from collections.abc import Mapping
from typing import Any

from diary.domain.turn import Phrase


def plain(phrase: Phrase) -> dict[str, Any]:
    """A phrase as ``{"key": ..., **params}`` with nothing in it but JSON's own kinds."""
    return {"key": phrase.key, **{name: _plain(value) for name, value in phrase.params.items()}}


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)
