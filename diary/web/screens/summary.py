"""One page about one patient, to print or to give to another clinician."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """``small`` stands paler behind ``what``."""

    what: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    note: str
    small: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything as it is written. ``timeline`` and ``overlay`` are SVG with a style of their own.

    ``words`` are the headings, ``columns`` those of the infusions; ``more`` says what was left out.
    """

    title: str
    clinic: str
    made: str
    language: str
    paper: str
    name: str
    about: str
    status: str
    sentence: str
    facts: tuple[Fact, ...]
    timeline: str
    timeline_alt: str
    legend: str
    overlay: str
    overlay_alt: str
    columns: tuple[str, ...]
    infusions: tuple[tuple[str, ...], ...]
    more: str
    goals: tuple[Line, ...]
    treatments: tuple[Line, ...]
    notes: tuple[Line, ...]
    words: dict[str, str]
