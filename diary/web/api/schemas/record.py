"""What the clinic has on record: infusions, texts, the trend."""

from uuid import UUID

from pydantic import Field

from diary.store.care import InfusionStatus
from diary.store.messaging import OutboundStatus
from diary.web.api.schemas.base import Moment, Outgoing, Page


class Infusion(Outgoing):
    id: UUID
    number: int | None = Field(description="Counts those given.")
    status: InfusionStatus
    started_at: Moment = Field(description="Of a planned one: when it is to begin.")
    ended_at: Moment | None


class Infusions(Outgoing):
    what_to_expect: list[str] = Field(description="Paragraphs, in the patient's language.")
    items: list[Infusion] = Field(description="The first one first.")


class Message(Outgoing):
    id: UUID
    at: Moment
    from_me: bool
    body: str
    delivery: OutboundStatus | None = Field(description="Of a text to the patient.")


class Messages(Page):
    items: list[Message] = Field(description="The newest first.")


class Reading(Outgoing):
    at: Moment
    value: float


class Band(Outgoing):
    code: str
    label: str
    minimum: float
    maximum: float


class Series(Outgoing):
    """One line of the chart that the clinician sees."""

    code: str
    title: str
    low: float
    high: float
    high_is_good: bool
    unit: str | None
    readings: list[Reading]
    rolling_mean: list[Reading] = Field(description="Of the daily mood: over seven days.")
    missed: list[Moment] = Field(description="Asked and not answered: a gap, not a line.")
    bands: list[Band]
    baseline: float | None = Field(description="Before the first infusion.")
    half_line: float | None = Field(description="Where half of the present gain is lost.")
    change: float | None = Field(description="The latest reading against the baseline.")
    held_days: list[int | None] = Field(description="How long the gain of each course held.")


class Mark(Outgoing):
    number: int
    at: Moment


class Trend(Outgoing):
    series: list[Series]
    infusions: list[Mark]
