"""The clinic's own wording of its texts: all of them, and one to be changed."""

from dataclasses import dataclass

from diary.web.screens.forms import Form
from diary.web.screens.plans import SizedText


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text in one language; ``note`` says whose wording it is where it is not the shipped one."""

    said: SizedText
    note: str = ""
    is_open: bool = True
    """It may be changed."""


@dataclass(frozen=True, slots=True)
class TextOfClinic:
    key: str
    title: str
    versions: tuple[TextVersion, ...]


@dataclass(frozen=True, slots=True)
class LockedTexts:
    """Texts that nobody changes, and why."""

    title: str
    reason: str
    texts: tuple[TextOfClinic, ...]


@dataclass(frozen=True, slots=True)
class WordingList:
    open: tuple[TextOfClinic, ...]
    locked: tuple[LockedTexts, ...]


@dataclass(frozen=True, slots=True)
class WordingForm:
    """One text. Field: text. ``locked`` says why there is no form.

    ``sample`` is what is typed, or what goes out now; ``shipped`` how it came with the program.
    """

    key: str
    language: str
    title: str
    form: Form
    hint: str
    shipped: SizedText
    sample: SizedText | None
    is_typed: bool
    is_own: bool
    locked: str = ""
    note: str = ""
