"""A cohort as charts: shares beside published ones, time to return, and the same by the week."""

from diary.domain.cohort import FEWEST_FOR_A_RATE, CohortOutcome, Rate
from diary.domain.course_result import CourseEvent
from diary.domain.durability import HORIZON_DAYS
from diary.domain.published import PUBLISHED, Measure
from diary.domain.questionnaire import Questionnaire
from diary.domain.survival import IncidenceStep, SurvivalCurve, survival_at
from diary.web.charts import Curve, CurveKind, Curves, ShareRow, Shares, Step
from diary.web.screens.patient import NumbersTable
from diary.web.translation import gettext as _
from diary.web.wording.outcomes import (
    has_median,
    is_enough,
    say_interval,
    say_lost,
    say_measure,
    say_median,
    say_percent,
    say_published,
    say_rate,
    say_rule,
)
from diary.web.wording.speaker import Speaker, percent_form

WEEKS = (7.0, 14.0, 21.0, 28.0, 42.0, 56.0, 84.0)
"""The days that the table of the curves has a row for."""
PUBLISHED_DAYS = (28.0, 56.0)
"""The days for which McInnes 2022 says how many still responded."""
SHOWN = (Measure.RESPONSE, Measure.REMISSION, Measure.WORSE)


def rate_of(found: CohortOutcome, measure: Measure) -> Rate:
    """The clinic's own rate by its own rule."""
    return {
        Measure.RESPONSE: found.response,
        Measure.REMISSION: found.remission,
        Measure.WORSE: found.worse,
    }[measure]


def shares_of(found: CohortOutcome, questionnaire: Questionnaire, speaker: Speaker) -> Shares:
    """Response, remission and getting worse, each above what was published on the same scale."""
    groups = []
    for measure in SHOWN:
        own = [_own_share(_("This clinic"), rate_of(found, measure), speaker)]
        published = [
            ShareRow(
                figure.study,
                _(
                    "%(value)s of %(people)s",
                    value=say_published(figure, speaker),
                    people=figure.people,
                ),
                figure.value,
                published=True,
            )
            for figure in PUBLISHED
            if figure.measure is measure and figure.instrument == questionnaire.code
        ]
        if measure is Measure.WORSE and published:
            # Theirs counts any rise, ours one that is more than the error of the scale.
            own.append(_own_share(_("This clinic, any rise"), found.higher, speaker))
        heading = f"{say_measure(measure)}: {say_rule(measure, questionnaire)}"
        groups.append((heading, (*own, *published)))
    said = "; ".join(
        f"{say_measure(measure)}: {say_rate(rate_of(found, measure), speaker)}" for measure in SHOWN
    )
    return Shares(
        _("Response, remission and getting worse"), f"{said}.", tuple(groups), percent_form()
    )


def _own_share(label: str, rate: Rate, speaker: Speaker) -> ShareRow:
    """The clinic's own rate; of too few without a point on the scale."""
    share, said = rate.of_known, say_rate(rate, speaker)
    if share is None or not is_enough(share):
        return ShareRow(label, said)
    return ShareRow(label, said, share.share, share.low, share.high)


def kept_chart(
    found: CohortOutcome, behind: CohortOutcome | None = None, name: str = ""
) -> Curves | None:
    """The Kaplan-Meier curve of symptom return; ``behind`` is everybody. Of too few: none."""
    curve = found.time_to_return
    if curve.total < FEWEST_FOR_A_RATE:
        return None
    drawn = [_kept(curve, _("gain held"), CurveKind.KEPT, found)]
    if behind:
        drawn.append(_kept(behind.time_to_return, _("everybody"), CurveKind.EVERYBODY, None))
    median = say_median(curve)
    return Curves(
        title=name or _("How long a gain holds"),
        summary=_(
            "Share whose gain still held, by days since the last infusion. Median: %(median)s.",
            median=median or say_lost(curve),
        ),
        curves=tuple(drawn),
        days=float(HORIZON_DAYS),
        at_risk=_at_risk(found) if behind is None else (),
        at_risk_word=_("still watched"),
        day_word=_("day"),
        median=curve.median if has_median(curve) else None,
        median_word=_("half: %(median)s", median=median),
        percent=percent_form(),
    )


def competing_chart(found: CohortOutcome) -> Curves | None:
    """Symptom return and re-treatment as what may happen first."""
    total = found.time_to_return.total
    if total < FEWEST_FOR_A_RATE:
        return None
    until = found.time_to_return.watched_days
    return Curves(
        title=_("What happened first"),
        summary=_(
            "Share whose symptoms returned first, and share treated again first, by days since the"
            " last infusion."
        ),
        curves=(
            _incidence(found.returned, _("returned"), CurveKind.RETURNED, until),
            _incidence(found.retreated, _("treated again"), CurveKind.RETREATED, until),
        ),
        days=float(HORIZON_DAYS),
        at_risk=_at_risk(found),
        at_risk_word=_("still watched"),
        day_word=_("day"),
        percent=percent_form(),
    )


def kept_by_day(found: CohortOutcome, speaker: Speaker) -> NumbersTable:
    """The numbers of ``kept_chart`` on a few days."""
    rows = []
    for day in WEEKS:
        kept = survival_at(found.time_to_return, day)
        if kept is not None:
            said = _with_interval(kept.survival, kept.low, kept.high, speaker)
            rows.append((f"{day:.0f}", str(kept.watched), said))
    return NumbersTable((_("Day"), _("Still watched"), _("Gain held")), tuple(rows))


def first_by_day(found: CohortOutcome, speaker: Speaker) -> NumbersTable:
    """The numbers of ``competing_chart`` on a few days."""
    rows = []
    for day in WEEKS:
        if day <= found.time_to_return.watched_days:
            steps = (incidence_on(steps, day) for steps in (found.returned, found.retreated))
            said = (
                _with_interval(step.incidence, step.low, step.high, speaker)
                if step
                else say_percent(0, speaker)
                for step in steps
            )
            rows.append((f"{day:.0f}", *said))
    return NumbersTable((_("Day"), _("Returned first"), _("Treated again first")), tuple(rows))


def incidence_on(steps: tuple[IncidenceStep, ...], day: float) -> IncidenceStep | None:
    """The step in force on a day; ``None`` before the first."""
    return next((step for step in reversed(steps) if step.day <= day), None)


def _with_interval(share: float, low: float | None, high: float | None, speaker: Speaker) -> str:
    interval = say_interval(low, high, speaker)
    said = say_percent(share, speaker)
    return f"{said} ({interval})" if interval else said


def _kept(curve: SurvivalCurve, label: str, kind: CurveKind, found: CohortOutcome | None) -> Curve:
    steps = tuple(
        Step(s.day, s.survival, s.low if found else None, s.high if found else None)
        for s in curve.steps
    )
    leaving = tuple(
        s.days for s in (found.spells if found else ()) if s.event != CourseEvent.RETURN
    )
    return Curve(label, kind, 1.0, steps, curve.watched_days, leaving)


def _incidence(
    steps: tuple[IncidenceStep, ...], label: str, kind: CurveKind, until: float
) -> Curve:
    drawn = tuple(Step(s.day, s.incidence, s.low, s.high) for s in steps)
    return Curve(label, kind, 0.0, drawn, until)


def _at_risk(found: CohortOutcome) -> tuple[tuple[float, int], ...]:
    days = range(0, HORIZON_DAYS + 1, 7)
    return tuple((float(day), found.time_to_return.watched_on(day)) for day in days)
