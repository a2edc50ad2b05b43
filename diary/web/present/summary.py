"""The one-page summary, from what the patient page shows."""

from collections.abc import Iterable
from dataclasses import replace

from diary.web.charts import Overlay, Timeline, overlay, timeline
from diary.web.present.frame import speaker_for
from diary.web.printing import for_print
from diary.web.screens.patient import InfusionState, PatientPage
from diary.web.screens.summary import Fact, Line, Summary
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.status import say_status

_MOST_PANELS = 2
_MOST_INFUSIONS = 6
_MOST_LINES = 4
_MOST_FACTS = 5
_LONGEST = 130
_LETTER_PAPER = ("America/", "US/", "Canada/")
"""Where these zones are, paper is letter-sized."""


def summary_of(visit: Visit, page: PatientPage) -> Summary:
    """As much of the page as one sheet holds: the newest, and how much was left out."""
    speaker = speaker_for(visit)
    given = [row for row in page.infusions if row.state is InfusionState.GIVEN]
    shown = given[:_MOST_INFUSIONS]
    left_out = len(given) - len(shown)
    is_letter = visit.clinic.timezone.startswith(_LETTER_PAPER)
    return Summary(
        title=_("Summary of %(name)s", name=page.name),
        clinic=visit.clinic.name,
        made=_(
            "Made %(day)s. Texts are not watched all the time.", day=speaker.short_day(visit.now)
        ),
        language=speaker.language,
        paper="us-letter" if is_letter else "a4",
        name=page.name,
        about=" · ".join(page.about),
        status=say_status(page.status),
        sentence=_short(page.sentence, 3 * _LONGEST),
        facts=tuple(
            Fact(each.label, each.value or "\u2013", each.note, each.small)
            for each in page.facts[:_MOST_FACTS]
        ),
        timeline=_drawn(page.timeline),
        timeline_alt=f"{page.timeline.title}. {page.timeline.summary}",
        legend=_(
            "Numbered: infusions. Diamonds: other treatment. Squares: notes. Triangles: alerts."
            " Ticks beneath: not answered."
        ),
        overlay=_overlay(page.overlay),
        overlay_alt=f"{page.overlay.title}. {page.overlay.summary}" if page.overlay else "",
        columns=("#", _("When"), _("Dose"), _("Held")),
        infusions=tuple(
            (str(row.number or ""), row.moment.text, _dose(row.dose, row.per_kg), row.held)
            for row in shown
        ),
        more=_("and %(count)s before", count=left_out) if left_out else "",
        goals=_lines((f"“{g.words}”", _rated(g.value, g.rated)) for g in page.goals),
        treatments=_lines((t.what, t.span) for t in page.treatments),
        notes=_lines((n.text, f"{n.date}, {n.who}") for n in page.notes),
        words={
            "timeline": _("Timeline"),
            "infusions": _("Infusions"),
            "overlay": _("How long each course held"),
            "goals": _("What matters to them"),
            "treatments": _("Other treatment"),
            "notes": _("Notes"),
            "none": _("none written down"),
        },
    )


def _drawn(described: Timeline) -> str:
    panels = described.panels
    if len(panels) > _MOST_PANELS:
        panels = (panels[0], panels[-1])
    if not any(series.points for panel in panels for series in panel.series):
        return ""
    return for_print(str(timeline(replace(described, panels=panels))))


def _overlay(described: Overlay | None) -> str:
    return for_print(str(overlay(described, height=220))) if described else ""


def _dose(dose: str, per_kg: str) -> str:
    return f"{dose} ({per_kg})" if per_kg else dose


def _rated(value: str, rated: str) -> str:
    return _("%(value)s of 10, %(day)s", value=value, day=rated) if value else ""


def _lines(pairs: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(_short(what), small) for what, small in list(pairs)[:_MOST_LINES])


def _short(text: str, longest: int = _LONGEST) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1]}\u2026"
