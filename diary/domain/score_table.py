"""Scoring a table of answers: comma-separated rows in, rows of scores out.

    id,1,2,3,4,5,6,7,8,9          id,total,status,band,flags,depressive_syndrome
    a7,2,3,1,1,0,2,1,0,0    ->    a7,10,complete,moderate,,other
    b2,2,,1,1,0,2,1,0,0           b2,7.88,prorated,mild,prorated,other

A column whose heading is a link id holds that item's answers; an empty cell or ``NA`` is a missing
answer. Other columns (a patient's number, a date) are carried over in front, in their order; one
whose heading the result needs itself is carried over as ``input_total`` and so on.

A table that cannot be of this questionnaire is refused as a whole (``TableError``). A wrong cell
only spoils its row: status ``invalid``, no total, and a flag that names the column.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from diary.domain.item import Item
from diary.domain.judgement import CANNOT_TELL
from diary.domain.questionnaire import Questionnaire
from diary.domain.scorer import POSITIVE, Scorer
from diary.domain.scores import Incomplete, Score
from diary.domain.tables import repeated

INVALID = "invalid"
"""The status of a row with a cell that is no answer."""

RESULT_COLUMNS = ("total", "status", "band", "flags")

_MISSING = ("", "NA")
_DELIMITERS = ",;\t"
_MOST_USUAL = 101
_MARK_OF_UTF_8 = "\ufeff"


class TableError(ValueError):
    """The table cannot be scored at all: the message says which line or column, and why."""


def score_table(questionnaire: Questionnaire, lines: Iterable[str]) -> Iterator[list[str]]:
    """The heading and then one row of scores for each row of answers; empty lines are left out.

    ``flags`` are separated by spaces: those of ``Scorer``, the cut-offs reached where there are no
    bands, and in an invalid row ``off_scale:3``, ``not_a_number:3`` (column 3), ``too_few_cells``
    or ``too_many_cells``. After them comes one column for each judgement of the questionnaire.

    Raises ``TableError``, or ``NotScoredError`` for a questionnaire without a total.
    """
    scorer = Scorer(questionnaire)
    rows = _rows(lines)
    heading = _Heading.of(scorer, next(rows, []))
    yield heading.result
    row_scorer = _RowScorer(scorer, heading)
    for cells in rows:
        if len(cells) > 1 or "".join(cells).strip():
            yield row_scorer.result(cells)


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    lines = iter(lines)
    first = next(lines, "").removeprefix(_MARK_OF_UTF_8)
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(_with_first(first, lines), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise TableError(f"line {reader.line_num}: {error}") from error
        if row is None:
            return
        yield row


def _with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


@dataclass(frozen=True, slots=True)
class _Heading:
    width: int
    answers: tuple[tuple[int, int], ...]
    """Where each item that has a column stands: in the table, and among the scorer's columns."""
    carried: tuple[int, ...]
    result: list[str]

    @classmethod
    def of(cls, scorer: Scorer, cells: Sequence[str]) -> "_Heading":
        names = [cell.strip() for cell in cells]
        if not any(names):
            raise TableError("line 1: there is no heading")
        if twice := repeated(name for name in names if name):
            raise TableError(f"line 1: the column {twice[0]!r} stands twice")
        code = scorer.questionnaire.code
        rules = scorer.questionnaire.scoring
        for link_id in rules.items if rules else ():
            if link_id not in names:
                raise TableError(f"line 1: the column {link_id!r} of {code} is missing")
        for name in names:
            if name not in scorer.columns and name.lstrip("+-").isdecimal():
                raise TableError(f"line 1: {code} has no item {name!r}")
        judged = [judgement.code for judgement in scorer.questionnaire.judgements]
        added = [*RESULT_COLUMNS, *judged]
        carried = [place for place, name in enumerate(names) if name not in scorer.columns]
        return cls(
            width=len(names),
            answers=tuple(
                (names.index(link_id), column)
                for column, link_id in enumerate(scorer.columns)
                if link_id in names
            ),
            carried=tuple(carried),
            result=[
                *(f"input_{names[p]}" if names[p] in added else names[p] for p in carried),
                *added,
            ],
        )


class _RowScorer:
    def __init__(self, scorer: Scorer, heading: _Heading) -> None:
        self._scorer = scorer
        self._heading = heading
        self._judged = [judgement.code for judgement in scorer.questionnaire.judgements]
        # Nearly every cell is a bare option value: look those up, work out only the others.
        self._known = [_usual_cells(item) for item in scorer.items]
        self._with_cutoffs = not scorer.questionnaire.bands

    def result(self, cells: list[str]) -> list[str]:
        while len(cells) > self._heading.width and not cells[-1].strip():
            cells.pop()
        carried = [cells[place] if place < len(cells) else "" for place in self._heading.carried]
        if len(cells) != self._heading.width:
            flag = "too_few_cells" if len(cells) < self._heading.width else "too_many_cells"
            return [*carried, *self._invalid([flag])]
        values: list[float | None] = [None] * len(self._known)
        wrong: list[str] = []
        for place, column in self._heading.answers:
            cell = cells[place]
            known = self._known[column]
            if cell in known:
                values[column] = known[cell]
            elif (reading := _read(cell, self._scorer.items[column])) is None or isinstance(
                reading, float
            ):
                values[column] = reading
            else:
                wrong.append(f"{reading}:{self._scorer.columns[column]}")
        scored = self._scorer.assess(values)
        if wrong:
            seen = (flag for flag in scored.flags if flag.endswith(POSITIVE))
            return [*carried, *self._invalid([*wrong, *seen])]
        return [*carried, *self._written(scored)]

    def _written(self, scored: Score | Incomplete) -> list[str]:
        judgements = [scored.judgements[code] for code in self._judged]
        if isinstance(scored, Incomplete):
            return ["", scored.status.value, "", " ".join(scored.flags), *judgements]
        flags = (*scored.flags, *scored.cutoffs) if self._with_cutoffs else scored.flags
        band = scored.band.code if scored.band else ""
        return [_number(scored.total), scored.status.value, band, " ".join(flags), *judgements]

    def _invalid(self, flags: Sequence[str]) -> list[str]:
        return ["", INVALID, "", " ".join(flags), *(CANNOT_TELL for _ in self._judged)]


def _usual_cells(item: Item) -> dict[str, float | None]:
    usual: dict[str, float | None] = dict.fromkeys(_MISSING)
    whole = range(ceil(item.minimum), floor(item.maximum) + 1)[:_MOST_USUAL]
    usual.update((str(value), float(value)) for value in whole if item.accepts(value))
    return usual


def _read(cell: str, item: Item) -> float | str | None:
    """The answer in a cell, None for a missing one, or what is wrong with it."""
    cell = cell.strip()
    if cell in _MISSING:
        return None
    if "_" in cell:  # float() would read 0_1 as 1
        return "not_a_number"
    try:
        value = float(cell)
    except ValueError:
        return "not_a_number"
    return value if item.accepts(value) else "off_scale"


def _number(total: float) -> str:
    return f"{round(total, 2):g}"
