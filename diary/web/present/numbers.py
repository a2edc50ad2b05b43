"""The numbers of the timeline as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from diary.services.chart import RATINGS, Chart
from diary.services.followed_up import items_of
from diary.services.series import MOOD
from diary.web.moments import short_day
from diary.web.present.measures import Measure
from diary.web.screens.patient import NumbersTable
from diary.web.translation import gettext as _
from diary.web.wording.items import say_answer, say_item
from diary.web.wording.speaker import Speaker, number


@dataclass(frozen=True, slots=True)
class _Column:
    """What was said when. ``missed`` is what was asked and brought no answer at all."""

    title: str
    cells: Sequence[tuple[datetime, str]]
    missed: Sequence[datetime] = ()


def numbers_of(chart: Chart, measures: Sequence[Measure], speaker: Speaker) -> NumbersTable:
    """A row a day where the patient is, the newest first."""
    columns = list(_columns(chart, measures, speaker))
    rows: dict[date, list[str]] = {}
    nothing = [""] * len(columns)
    not_answered = _("not answered")
    # Mood, distress and sleep are answered at one instant, and years of them are told.
    day_of = cache(lambda at: at.astimezone(speaker.zone).date())

    def put(at: datetime, index: int, words: str) -> None:
        row = rows.setdefault(day_of(at), nothing.copy())
        row[index] = f"{row[index]}, {words}" if row[index] else words

    for index, column in enumerate(columns):
        for at, words in column.cells:
            put(at, index, words)
        for at in column.missed:
            put(at, index, not_answered)
    return NumbersTable(
        columns=(_("Date"), *(column.title for column in columns)),
        rows=tuple(
            (short_day(day, speaker.language), *row)
            for day, row in sorted(rows.items(), reverse=True)
        ),
    )


def _columns(chart: Chart, measures: Sequence[Measure], speaker: Speaker) -> Iterator[_Column]:
    given = [(each.started_at, str(count)) for count, each in enumerate(chart.record.given, 1)]
    yield _Column(_("Infusion"), given)
    for measure in measures:
        code = measure.questionnaire.code
        missed = chart.missed.get(code, ())
        yield _Column(speaker.named(code), _readings(chart, code), missed)
        yield from _items(chart, measure, missed, speaker)
    for code in (MOOD, *RATINGS):
        if chart.record.readings.get(code):
            missed = chart.missed.get(code.partition("/")[0], ())
            title = speaker.named(code).capitalize()
            yield _Column(title, _readings(chart, code), missed)


def _readings(chart: Chart, code: str) -> list[tuple[datetime, str]]:
    return [(reading.at, number(reading.value)) for reading in chart.record.readings[code]]


def _items(
    chart: Chart, measure: Measure, missed: Sequence[datetime], speaker: Speaker
) -> Iterator[_Column]:
    """Beside a total the answers that it hides, those not given too."""
    code = measure.questionnaire.code
    for item in items_of(measure.questionnaire):
        answers = [a for a in chart.items.get((code, item.link_id), ()) if a.is_current]
        cells = [(answer.at, say_answer(answer, speaker)) for answer in answers]
        yield _Column(say_item(code, item.link_id, speaker), cells, missed)
