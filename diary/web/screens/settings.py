"""The clinic's settings: all at a glance, and the small forms that change them."""

from dataclasses import dataclass

from diary.web.screens.chart_form import Field
from diary.web.screens.forms import Form
from diary.web.screens.frame import Id, Moment

Facts = tuple[tuple[str, str], ...]
"""What it is called, and what it is."""


@dataclass(frozen=True, slots=True)
class RungRow:
    """Somebody on the ladder. ``when`` says the hours and days, ``then`` how long the wait is."""

    rung_id: Id
    name: str
    when: str
    then: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    member_id: Id
    name: str
    sign_in_name: str
    role: str
    standing: str
    """Empty for somebody who signs in as usual."""
    is_over: bool


@dataclass(frozen=True, slots=True)
class SettingChange:
    moment: Moment
    who: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class SettingsPage:
    about: Facts
    hours: Facts
    number: Facts
    wording: Facts
    crisis_lines: Facts
    crisis_source: str
    ladder: tuple[RungRow, ...]
    team: tuple[MemberRow, ...]
    changes: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A second button beneath a form: what it says, where it posts to, and what it does."""

    label: str
    action: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SettingForm:
    """A form of the settings; ``sub`` says what saving does."""

    title: str
    form: Form
    fields: tuple[Field, ...]
    submit: str
    sub: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Invited:
    """The link by which somebody chooses a password; shown once, to be handed over."""

    name: str
    link: str
    days: int


@dataclass(frozen=True, slots=True)
class Join:
    """Choosing a password. Fields: password. ``name`` is empty where the link is good no more."""

    clinic: str
    name: str
    sign_in_name: str
    token: str
    form: Form
    shortest: int
