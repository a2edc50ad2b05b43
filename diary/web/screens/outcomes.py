"""What became of the clinic's patients together."""

from dataclasses import dataclass

from diary.web.charts import Curves, Shares
from diary.web.screens.caseload import Figure
from diary.web.screens.patient import NumbersTable


@dataclass(frozen=True, slots=True)
class Option:
    """One way to look at it, as a link: ``query`` are the parameters of the address."""

    label: str
    query: dict[str, str]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Options:
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of the courses ended so."""

    what: str
    count: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as written, and beneath it what it is of and how sure it is."""

    value: str
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group's numbers; ``curves`` only where there are enough to draw one."""

    name: str
    cells: tuple[Cell, ...]
    curves: Curves | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups compared. ``tested`` says whether their times to return differ."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    tested: str = ""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published figure, and the clinic's own nearest to it."""

    study: str
    doi: str
    what: str
    value: str
    own: Cell
    whom: str
    rule: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """``sub`` says what is counted; without ``shares`` there is nothing to show yet."""

    sub: str
    options: tuple[Options, ...]
    query: dict[str, str]
    facts: tuple[Figure, ...] = ()
    shares: Shares | None = None
    kept: Curves | None = None
    competing: Curves | None = None
    kept_by_day: NumbersTable | None = None
    first_by_day: NumbersTable | None = None
    fates: tuple[Counted, ...] = ()
    missing: tuple[Counted, ...] = ()
    groups: Groups | None = None
    published: tuple[PublishedRow, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
