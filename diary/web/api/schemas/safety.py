"""Where help is."""

from pydantic import Field

from diary.web.api.schemas.base import Outgoing
from diary.web.api.schemas.entries import Entry


class CrisisLine(Outgoing):
    code: str
    name: str
    says: str
    call: str | None = Field(description="A number to call.")
    text: str | None = Field(description="A number to text ...")
    text_body: str | None = Field(description="... and what to write, where it matters.")


class CrisisLines(Outgoing):
    """Help for everybody, whosever patient they are."""

    not_watched: str = Field(description="Nobody watches the app all the time: say so.")
    lines: list[CrisisLine]


class Help(CrisisLines):
    """What must be on the screen at once when somebody may be in danger."""

    clinic: str
    clinic_phone: str


class Safety(Outgoing):
    help: Help
    plan: Entry | None = Field(description="The patient's own safety plan.")


class Kept(Outgoing):
    """An entry as it was kept, and where help is if there is danger in it."""

    entry: Entry
    help: Help | None
