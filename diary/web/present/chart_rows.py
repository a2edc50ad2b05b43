"""What staff wrote on a chart, as rows of the patient page."""

from diary.domain.forecast import NotEnough
from diary.services.chart import Chart
from diary.services.goals import HIGHEST, RatedGoal
from diary.services.hours import date_where
from diary.services.other_treatment import MEDICINES
from diary.store.chart import ForecastReview, ForecastVerdict, OtherTreatment
from diary.store.people import Patient
from diary.web.charts import Sparkline
from diary.web.screens.patient import ForecastNote, GoalRow, NoteRow, TreatmentRow
from diary.web.screens.status import Direction
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.calls import say_call_note
from diary.web.wording.chart import say_date, say_no_forecast, say_range, say_treatment
from diary.web.wording.speaker import Speaker, percent, signed

_MOST_NOTES = 30
_GOAL_BREAKS_AFTER = 75
"""Days. Two months without a rating: the line is not drawn across what is not known."""


def treatment_rows(chart: Chart, speaker: Speaker) -> tuple[TreatmentRow, ...]:
    """The newest first."""
    return tuple(_treatment(each, speaker) for each in reversed(chart.treatments))


def _treatment(treatment: OtherTreatment, speaker: Speaker) -> TreatmentRow:
    began = say_date(treatment.started_on, speaker)
    if treatment.ended_on:
        span = _("%(low)s to %(high)s", low=began, high=say_date(treatment.ended_on, speaker))
    else:
        span = _("since %(day)s", day=began)
    is_over = treatment.ended_on is not None
    return TreatmentRow(
        treatment.id,
        say_treatment(treatment),
        span,
        treatment.kind in MEDICINES and not is_over,
        is_over,
    )


def goal_rows(chart: Chart, patient: Patient, speaker: Speaker) -> tuple[GoalRow, ...]:
    today = date_where(patient.timezone, speaker.now)
    rows = []
    for rated in chart.goals:
        goal = rated.goal
        closed = goal.closed_on
        row = GoalRow(
            goal.id,
            goal.words,
            is_due=rated.is_due(today),
            closed=_("closed %(day)s", day=say_date(closed, speaker)) if closed else "",
        )
        rows.append(_with_ratings(row, rated, speaker) if rated.ratings else row)
    return tuple(rows)


def _with_ratings(row: GoalRow, rated: RatedGoal, speaker: Speaker) -> GoalRow:
    *earlier, last = rated.ratings
    moved = last.value - earlier[-1].value if earlier else 0
    told = ", ".join(f"{say_date(r.rated_on, speaker)} {r.value}" for r in rated.ratings)
    direction = Direction.BETTER if moved > 0 else Direction.WORSE if moved < 0 else Direction.SAME
    return GoalRow(
        row.goal_id,
        row.words,
        value=str(last.value),
        change=signed(moved) if earlier else "",
        direction=direction,
        rated=say_date(last.rated_on, speaker),
        spark=Sparkline(
            told,
            0,
            HIGHEST,
            times=[each.rated_on.toordinal() for each in rated.ratings],
            values=[each.value for each in rated.ratings],
            breaks_after=_GOAL_BREAKS_AFTER,
        ),
        is_due=row.is_due,
        closed=row.closed,
    )


def note_rows(chart: Chart, speaker: Speaker) -> tuple[NoteRow, ...]:
    """Those of staff and of the patient and the calls, the newest day first."""
    rows = [
        (
            note.about_on,
            note.written_at,
            NoteRow(
                say_date(note.about_on, speaker),
                note.text,
                chart.staff.get(note.written_by_id, "") if note.written_by_id else "",
                note.id,
            ),
        )
        for note in chart.notes
    ]
    for call in chart.calls:
        day = call.called_at.astimezone(speaker.zone).date()
        who = chart.staff.get(call.called_by_id, "") if call.called_by_id else ""
        row = NoteRow(say_date(day, speaker), say_call_note(call), who, call_id=call.id)
        rows.append((day, call.called_at, row))
    for own in chart.own_notes:
        day = own.written_at.astimezone(speaker.zone).date()
        row = NoteRow(say_date(day, speaker), own.text, _("the patient, by text"))
        rows.append((day, own.written_at, row))
    ordered = sorted(rows, key=lambda each: each[:2], reverse=True)
    return tuple(row for _day, _at, row in ordered[:_MOST_NOTES])


def forecast_note(chart: Chart, speaker: Speaker) -> ForecastNote | None:
    found = chart.foreseen
    review = _say_review(chart.review, chart, speaker) if chart.review else ""
    if found is None:
        return None
    if isinstance(found, NotEnough):
        return ForecastNote(why_not=say_no_forecast(found.reason), review=review)
    basis = _(
        "%(confidence)s sure, by %(questionnaire)s: %(returns)s, %(readings)s since.",
        confidence=percent(found.found.confidence),
        questionnaire=speaker.named(found.questionnaire),
        returns=ngettext(
            "%(num)s earlier gain seen to fade",
            "%(num)s earlier gains seen to fade",
            found.found.earlier_returns,
        ),
        readings=ngettext("%(num)s score", "%(num)s scores", found.found.readings),
    )
    return ForecastNote(say_range(found.low_on, found.high_on, speaker), basis, review=review)


def _say_review(review: ForecastReview, chart: Chart, speaker: Speaker) -> str:
    who = chart.staff.get(review.recorded_by_id, "") if review.recorded_by_id else ""
    given = say_range(review.given_low_on, review.given_high_on, speaker)
    day = speaker.short_day(review.recorded_at)
    if review.verdict is ForecastVerdict.ACCEPTED:
        return _("%(who)s accepted %(range)s on %(day)s.", who=who, range=given, day=day)
    return _(
        "%(who)s put %(range)s in place of %(given)s on %(day)s: %(reason)s",
        who=who,
        range=say_range(review.low_on, review.high_on, speaker),
        given=given,
        day=day,
        reason=review.reason,
    )
