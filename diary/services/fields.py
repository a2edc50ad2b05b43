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


def read_whole(
    form: Mapping[str, str], field: str, errors: dict[str, str], lowest: int, highest: int
) -> int:
    """The whole number in ``field``; ``lowest`` stands in for one that is none or out of range."""
    text = form.get(field, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST_WHOLE):
        errors[field] = "whole" if text else "required"
    elif not lowest <= int(text) <= highest:
        errors[field] = "whole"
    else:
        return int(text)
    return lowest


_LONGEST_WHOLE = 10
