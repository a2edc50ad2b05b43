"""Input by field: every wrong field is named at once, and nothing is stored."""

from collections.abc import Mapping
from datetime import time


class InvalidFieldsError(ValueError):
    """What is wrong, by field: a code that the page puts into words."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {error}" for field, error in errors.items()))
        self.errors = dict(errors)


def read_clock(text: str) -> time | None:
    """A time of day ``HH:MM`` as browsers send it, or ``None``."""
    try:
        clock = time.fromisoformat(text.strip())
    except ValueError:
        return None
    return clock.replace(second=0, microsecond=0) if clock.tzinfo is None else None
