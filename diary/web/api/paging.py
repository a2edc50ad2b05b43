"""Places in lists, as opaque words: a page goes on behind the last one's, whatever was added."""

import base64
import binascii
import json
from datetime import UTC, datetime
from uuid import UUID

from diary.web.api.problems import ProblemError, parameter_at_fault

Place = tuple[datetime, UUID]


def dump_place(at: datetime, row_id: UUID) -> str:
    return dump([at.isoformat(), row_id.hex])


def load_place(cursor: str | None) -> Place | None:
    """The place of a cursor of ours; a problem for any other text."""
    if cursor is None:
        return None
    try:
        at, row_id = load(cursor)
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise wrong_cursor()
        return instant.astimezone(UTC), UUID(row_id)
    except (ValueError, OverflowError, TypeError, AttributeError):
        raise wrong_cursor() from None


def dump(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def load(cursor: str) -> list[str]:
    """What was dumped; ``ValueError`` for a text that was not."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        value = json.loads(raw)
    except (binascii.Error, RecursionError) as error:
        raise ValueError("not a cursor") from error
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise ValueError("not a cursor")
    return value


def wrong_cursor() -> ProblemError:
    return ProblemError(422, "invalid", errors=[parameter_at_fault("cursor", "cursor")])
