"""A CSV file of patients or infusions: what every line would do, or did."""

from dataclasses import dataclass

from diary.web.screens.forms import Form


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A column, what the file has there, and what is wrong with it."""

    column: str
    typed: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """``fate`` is new, known, wrong or done; ``what`` says in words what it is about."""

    number: int
    fate: str
    what: str
    wrong: tuple[WrongCell, ...] = ()
    note: str = ""
    """What else comes of it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file of one kind has: the columns in order, those that may be missing marked."""

    title: str
    columns: tuple[tuple[str, bool, str], ...]


@dataclass(frozen=True, slots=True)
class CsvImport:
    """Without ``lines`` it asks for a file. ``data`` is the file itself, to be confirmed."""

    form: Form
    kinds: tuple[Columns, ...] = ()
    lines: tuple[ImportLine, ...] = ()
    summary: str = ""
    consequence: str = ""
    data: str = ""
    new: int = 0
    needs_consent: bool = False
    is_done: bool = False
