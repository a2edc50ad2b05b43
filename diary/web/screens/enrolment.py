"""The enrolment form."""

from collections.abc import Mapping
from dataclasses import dataclass

from diary.web.screens.forms import Choice, Form


@dataclass(frozen=True, slots=True)
class Wording:
    """The consent text that was read to the patient."""

    version: str
    paragraphs: Mapping[str, tuple[str, ...]]
    """By language."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Fields: name, phone, zone, language, preferred_time, plan, consent, consent_by, consent_on.

    ``zones`` are IANA names, offered as one types.
    """

    form: Form
    zones: tuple[str, ...]
    languages: tuple[Choice, ...]
    plans: tuple[Choice, ...]
    wording: Wording
    invitation: str = ""
    """The text that the patient will get, to be shown beside the form."""
