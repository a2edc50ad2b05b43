"""What happened beside the infusions, as marks on the timeline: other treatment, notes, calls."""

from collections.abc import Iterator
from datetime import date, datetime, time

from diary.services.chart import Chart
from diary.web.charts import Mark, MarkKind
from diary.web.translation import gettext as _
from diary.web.wording.calls import say_call_note
from diary.web.wording.chart import say_ended, say_started
from diary.web.wording.speaker import Speaker

_NOON = time(12)
_LONGEST = 140


def chart_marks(chart: Chart, speaker: Speaker) -> Iterator[Mark]:
    """A day has no time of its own: its mark stands at noon where the patient is."""
    continued = {each.continues_id for each in chart.treatments}
    for each in chart.treatments:
        kind = MarkKind.TREATMENT
        yield Mark(_noon(each.started_on, speaker), "", say_started(each), kind)
        if each.ended_on and each.id not in continued:
            yield Mark(_noon(each.ended_on, speaker), "", say_ended(each), kind)
    for note in chart.notes:
        said = _("Note: %(text)s", text=_short(note.text))
        yield Mark(_noon(note.about_on, speaker), "", said, MarkKind.NOTE)
    for call in chart.calls:
        yield Mark(call.called_at, "", _short(say_call_note(call)), MarkKind.NOTE)
    for own in chart.own_notes:
        said = _("They wrote: %(text)s", text=_short(own.text))
        yield Mark(own.written_at, "", said, MarkKind.NOTE)


def _noon(day: date, speaker: Speaker) -> datetime:
    return datetime.combine(day, _NOON, tzinfo=speaker.zone)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}\u2026"
