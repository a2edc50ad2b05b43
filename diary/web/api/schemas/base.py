"""The kinds of values that all schemas share."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
)
from pydantic_core import PydanticCustomError

_EXAMPLE = "2026-11-18T16:00:00Z"


class Incoming(BaseModel):
    """What a device sends."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Outgoing(BaseModel):
    """What a device gets."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Outgoing):
    """A list in parts."""

    next: str | None = Field(description="The `cursor` of the part that follows; null at the end.")


def _is_writable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text holds no NUL")
    return text


def _whole(value: Any) -> Any:
    # JSON knows no integers: 3.0 is 3.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _written_instant(value: Any) -> Any:
    # A text of digits would be counted from 1970, in seconds or milliseconds as it seems.
    if (isinstance(value, str) and ":" in value) or isinstance(value, datetime):
        return value
    raise PydanticCustomError("datetime_parsing", "An instant is written like 2026-11-18T16:00:00Z")


def _written_day(value: Any) -> Any:
    if (isinstance(value, str) and _DAY.fullmatch(value)) or isinstance(value, date):
        return value
    raise PydanticCustomError("date_parsing", "A day is written like 2026-11-18")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Text = Annotated[str, AfterValidator(_is_writable)]
WHOLE = BeforeValidator(_whole)
"""Of an ``int``, behind its bounds: before them, the document would lack them."""
# Not strict: what was looked at before is no JSON any more, of which a strict time may be a text.
Instant = Annotated[
    AwareDatetime, Strict(False), BeforeValidator(_written_instant), Field(examples=[_EXAMPLE])
]
Day = Annotated[date, Strict(False), BeforeValidator(_written_day)]
Moment = Annotated[datetime, Field(examples=[_EXAMPLE])]
"""An instant in UTC that we say."""
Language = Annotated[str, Field(pattern="^(en|es)$", description="BCP 47: `en` or `es`.")]
LocalTime = Annotated[
    str,
    Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["10:00"], description="HH:MM."),
]
