"""The pages on which a patient answers: the form, and the thanks."""

from dataclasses import dataclass

from diary.web.screens.forms import Choice


@dataclass(frozen=True, slots=True)
class AnswerField:
    """One item: a number to write, or ``choices`` of which one or several are tapped.

    ``typed`` is what stood in it, ``error`` the code of what is wrong with that; ``low`` and
    ``high`` are the ends of a number's scale, and ``low_means`` and ``high_means`` what those of
    one to tap say, if anything.
    """

    name: str
    label: str
    language: str
    """What the label is written in: English where there is no text in the patient's language."""
    choices: tuple[Choice, ...] = ()
    takes_several: bool = False
    is_scale: bool = False
    """Whether the choices are numbers, to be laid out as one scale."""
    has_halves: bool = False
    low: str = ""
    high: str = ""
    low_means: str = ""
    high_means: str = ""
    unit: str = ""
    only_if: str = ""
    """The answer above that makes this one needed; empty for what is always asked."""
    typed: tuple[str, ...] = ()
    error: str = ""

    @property
    def is_number(self) -> bool:
        return not self.choices


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """Fields that stand under one stem ("Over the last 2 weeks, ..."), if there is one."""

    stem: str
    language: str
    fields: tuple[AnswerField, ...]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """``error`` is the code of what is wrong with the form as a whole.

    ``safety`` is the key of the safety text that what was typed calls for, if it calls for one.
    """

    token: str
    language: str
    clinic: str
    phone: str
    sections: tuple[AnswerSection, ...]
    error: str = ""
    safety: str = ""

    @property
    def errors(self) -> tuple[AnswerField, ...]:
        """The fields that are wrong, in their order; one without a name for the whole form."""
        wrong = tuple(f for section in self.sections for f in section.fields if f.error)
        whole = AnswerField("", "", self.language, error=self.error)
        return (whole, *wrong) if self.error else wrong

    @property
    def left_open(self) -> int:
        """How many questions have no answer, where nothing else is wrong."""
        errors = self.errors
        return len(errors) if all(each.error == "required" for each in errors) else 0


@dataclass(frozen=True, slots=True)
class AnswerLock:
    """The question before the page. ``error`` is a code, or empty."""

    token: str
    language: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class SavedPart:
    """What a form says while it is tapped: whether all that stands in it is saved.

    ``left_open``: how many questions have no answer yet. ``is_whole``: nothing is left to answer.
    ``safety``: as on the form.
    """

    language: str
    phone: str
    is_all: bool
    is_whole: bool
    left_open: int = 0
    safety: str = ""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Unless ``is_recorded`` the answers came too late. ``safety``: as on the form."""

    language: str
    clinic: str
    phone: str
    is_recorded: bool
    is_whole: bool = True
    safety: str = ""
