"""The small forms of a chart: a few fields, one button."""

from dataclasses import dataclass
from enum import StrEnum

from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import Id


class FieldKind(StrEnum):
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    AREA = "area"
    NUMBER = "number"
    WHOLE = "whole"
    EMAIL = "email"
    TEL = "tel"
    CHECKBOX = "checkbox"
    WEEKDAYS = "weekdays"
    """Seven boxes, Monday first: ``<name>-0`` to ``<name>-6``."""
    ZONE = "zone"
    SELECT = "select"
    RADIOS = "radios"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``choices`` are for those that offer some, ``unit`` stands behind a number."""

    kind: FieldKind
    name: str
    label: str
    hint: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    focus: bool = False
    """Of radio buttons: the keyboard begins there."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A second button that takes the thing off the chart: what it says, and where it posts to."""

    label: str
    action: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChartForm:
    """``sub`` says what saving does; ``quote`` is what it is about, in the patient's words.

    ``hidden`` names values that are sent along, ``home`` is where else than to the chart it leads.
    """

    title: str
    patient_id: Id
    patient_name: str
    form: Form
    fields: tuple[Field, ...]
    submit: str
    sub: str = ""
    quote: str = ""
    removal: Removal | None = None
    hidden: tuple[str, ...] = ()
    home: str = ""
