"""The patient, as the app knows them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from diary.domain.consent import ConsentAct, Texting
from diary.web.api.schemas.base import Day, Incoming, Language, LocalTime, Outgoing, Text


class Clinic(Outgoing):
    name: str
    phone: str = Field(description="To call, as it should be read.")
    texts_from: LocalTime
    texts_until: LocalTime


class ConsentEvent(Outgoing):
    act: ConsentAct
    wording_version: str
    given_on: date


class Me(Outgoing):
    greeting: str = Field(description="What to call them.")
    language: Language
    timezone: str = Field(description="IANA name.", examples=["America/Chicago"])
    preferred_local: LocalTime = Field(description="When check-ins are asked.")
    paused_until: date | None = Field(description="The first day on which texts go out again.")
    texting: Texting
    clinic: Clinic
    consent: list[ConsentEvent]


class MeChange(Incoming):
    """Only what is named is changed.

    The document says no defaults here: a client that sent them would change what nobody named.
    """

    greeting: Annotated[Text, Field(max_length=60)] = Field(default_factory=str)
    language: Language = Field(default_factory=str)
    timezone: Annotated[Text, Field(max_length=60)] = Field(default_factory=str)
    preferred_local: LocalTime = Field(default_factory=str)
    paused_until: Day | None = Field(default=None, description="Null ends a pause.")
