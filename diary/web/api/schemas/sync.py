"""Handing over what was made offline, and learning what changed meanwhile."""

from typing import Annotated, Any, NotRequired
from uuid import UUID

from pydantic import ConfigDict, FailFast, Field, with_config
from typing_extensions import TypedDict

from diary.services.entries import Verdict
from diary.services.sync import MOST_ENTRIES
from diary.web.api.problems import FieldProblem
from diary.web.api.schemas.base import Incoming, Instant, Moment, Outgoing, Text
from diary.web.api.schemas.check_ins import CheckIn
from diary.web.api.schemas.entries import Entry, Submission
from diary.web.api.schemas.me import Me
from diary.web.api.schemas.record import Infusion
from diary.web.api.schemas.safety import Help

_Cursor = Annotated[
    Text,
    Field(
        max_length=400,
        description="The `cursor` of the last answer; empty for everything. Without it nothing is"
        " fetched.",
    ),
]


class SyncRequest(Incoming):
    """A batch. Each entry is judged for itself."""

    device_now: Annotated[Instant, Field(description="What the device's clock shows.")]
    since: _Cursor | None = None
    # The first that does not fit ends this: then entries are looked at one by one.
    entries: Annotated[list[Submission], FailFast(), Field(max_length=MOST_ENTRIES)] = Field(
        default_factory=list
    )


class SyncEnvelope(Incoming):
    """A batch of which some entries do not fit their schema: the others are taken."""

    device_now: Instant
    since: _Cursor | None = None
    entries: Annotated[list[Any], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)


@with_config(ConfigDict(extra="forbid"))
class EntryVerdict(TypedDict):
    # Not a model: an answer may have a thousand, and each would take three times as long.
    id: Annotated[UUID | None, Field(description="Null where it could not be read.")]
    version: int | None
    verdict: Verdict
    status: Annotated[int, Field(description="201, 200, 409 or 422: as if it had been sent alone.")]
    effective_at: Moment | None
    errors: NotRequired[list[FieldProblem] | None]


class ClockSeen(Outgoing):
    server_now: Moment
    skew_seconds: float = Field(description="How far the device's clock is behind ours.")
    is_wrong: bool = Field(description="Whether the times of entries were corrected by it.")


class Changes(Outgoing):
    """What is new since the cursor. A part that did not change is null."""

    entries: list[Entry]
    check_ins: list[CheckIn] | None = Field(description="All of the last and next two weeks.")
    infusions: list[Infusion] | None
    me: Me | None


class SyncResult(Outgoing):
    verdicts: list[EntryVerdict] = Field(description="In the order of the entries.")
    clock: ClockSeen
    help: Help | None = Field(description="There is danger in what was sent: show this at once.")
    changes: Changes | None
    cursor: str | None
    has_more: bool = Field(description="Ask again with the new cursor.")
