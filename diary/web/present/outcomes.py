"""The outcomes page."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from diary.domain.cohort import CohortOutcome, Missing
from diary.domain.cohort_views import By, Counting
from diary.domain.published import PUBLISHED, Measure, PublishedFigure
from diary.services.outcome_views import Seen, View, look
from diary.web.present.frame import speaker_for
from diary.web.present.outcome_cells import kept_cell, median_cell, rate_cell, rate_figure
from diary.web.present.outcome_charts import (
    PUBLISHED_DAYS,
    SHOWN,
    competing_chart,
    first_by_day,
    kept_by_day,
    kept_chart,
    rate_of,
    shares_of,
)
from diary.web.screens.caseload import Figure
from diary.web.screens.outcomes import (
    Cell,
    Counted,
    GroupRow,
    Groups,
    Option,
    Options,
    Outcomes,
    PublishedRow,
)
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.outcome_definitions import say_definitions
from diary.web.wording.outcomes import (
    is_enough,
    say_as_published,
    say_by,
    say_counting,
    say_fate,
    say_group,
    say_lost_of_gains,
    say_many,
    say_measure,
    say_median,
    say_median_interval,
    say_missing,
    say_published,
)
from diary.web.wording.speaker import Speaker, percent

_FOUR_WEEKS, _EIGHT_WEEKS = PUBLISHED_DAYS


def seen(session: Session, visit: Visit, asked: Mapping[str, str]) -> Seen:
    """What the address asks for, for the page and for its file."""
    return look(session, visit.catalogue, visit.clinic.id, asked, visit.now)


def outcomes_page(session: Session, visit: Visit, asked: Mapping[str, str]) -> Outcomes:
    found = seen(session, visit, asked)
    speaker = speaker_for(visit)
    everybody, view = found.everybody, found.view
    if not everybody.courses:
        return Outcomes(_("Nothing to count yet."), (), {})
    questionnaire = speaker.catalogue.questionnaires[view.questionnaire]
    return Outcomes(
        sub=_(
            "%(counted)s of %(patients)s, by %(questionnaire)s.",
            counted=say_many(everybody.courses, view.counting),
            patients=ngettext("%(num)s patient", "%(num)s patients", everybody.patients),
            questionnaire=speaker.named(view.questionnaire),
        ),
        options=_options(found, speaker),
        query=_query(view),
        facts=_facts(everybody, speaker),
        shares=shares_of(everybody, questionnaire, speaker),
        kept=kept_chart(everybody),
        competing=competing_chart(everybody),
        kept_by_day=kept_by_day(everybody, speaker),
        first_by_day=first_by_day(everybody, speaker),
        fates=tuple(
            Counted(say_fate(outcome), str(count))
            for outcome, count in everybody.outcomes.items()
            if count
        ),
        missing=_missing(everybody),
        groups=_groups(found, speaker) if view.by else None,
        published=tuple(_published(figure, everybody, speaker) for figure in PUBLISHED),
        definitions=say_definitions(questionnaire),
    )


def _facts(found: CohortOutcome, speaker: Speaker) -> tuple[Figure, ...]:
    curve = found.time_to_return
    interval = say_median_interval(curve)
    return (
        *(rate_figure(rate_of(found, measure), measure, speaker) for measure in SHOWN),
        Figure(_("A gain holds, median"), say_median(curve), interval, say_lost_of_gains(curve)),
        Figure(
            _("Without an outcome score"),
            str(found.response.missing),
            small=_("of %(total)s whose day 31 is over", total=found.response.courses),
        ),
    )


def _missing(found: CohortOutcome) -> tuple[Counted, ...]:
    rate = found.response.if_missing_are_not
    rows = [Counted(say_missing(why), str(count)) for why, count in found.missing.items() if count]
    if rate and is_enough(rate) and any(found.missing[why] for why in _COUNTED_MISSING):
        said = _("Response if none of the missing responded")
        rows.append(Counted(said, percent(rate.share)))
    return tuple(rows)


_COUNTED_MISSING = tuple(why for why in Missing if why is not Missing.TOO_EARLY)


def _groups(found: Seen, speaker: Speaker) -> Groups:
    view = found.view
    counted = _("Infusions") if view.counting is Counting.INFUSIONS else _("Courses")
    rows = []
    for name, group in found.groups.items():
        said = say_group(name, view.by, view.counting, speaker)
        rows.append(
            GroupRow(
                said,
                (
                    Cell(str(group.courses)),
                    *(rate_cell(rate_of(group, measure), speaker) for measure in SHOWN),
                    Cell(str(group.time_to_return.total)),
                    median_cell(group.time_to_return),
                    kept_cell(group.time_to_return, _FOUR_WEEKS, speaker),
                ),
                kept_chart(group, found.everybody, said),
            )
        )
    return Groups(
        title=say_by(view.by, view.counting),
        columns=(
            counted,
            *(say_measure(measure) for measure in SHOWN),
            _("With a gain"),
            _("Holds, median"),
            _("Held 4 weeks"),
        ),
        rows=tuple(rows),
        tested=_tested(found),
    )


def _tested(found: Seen) -> str:
    if found.test is None:
        if found.view.counting is Counting.FIRST:
            return ""
        return _(
            "A patient counts several times here, so the intervals are too narrow and no test is"
            " made."
        )
    if found.test.p_value is None:
        return _("The groups cannot be compared: too little has happened in them.")
    return _(
        "Do the times to return differ between the groups? Log-rank p = %(p)s. Nobody was assigned"
        " to a group by chance, so a difference may have other reasons.",
        p=f"{found.test.p_value:.2g}" if found.test.p_value >= 0.001 else "< 0.001",
    )


def _published(figure: PublishedFigure, found: CohortOutcome, speaker: Speaker) -> PublishedRow:
    named = speaker.catalogue.questionnaires.get(figure.instrument)
    return PublishedRow(
        study=figure.study,
        doi=figure.doi,
        what=say_measure(figure.measure),
        value=say_published(figure, speaker),
        own=_own(figure, found, speaker),
        whom=_(
            "%(people)s people, %(treatment)s",
            people=figure.people,
            treatment=say_as_published(figure.treatment),
        ),
        rule=_(
            "%(scale)s %(rule)s, %(when)s",
            scale=speaker.named(figure.instrument) if named else "CAPS-5",
            rule=say_as_published(figure.rule),
            when=say_as_published(figure.when),
        ),
    )


def _own(figure: PublishedFigure, found: CohortOutcome, speaker: Speaker) -> Cell:
    """The clinic's figure by the rule nearest to the study's."""
    match figure.measure:
        case Measure.WORSE:
            return rate_cell(found.higher, speaker)
        case Measure.STILL_RESPONDING:
            day = _FOUR_WEEKS if figure.when.startswith("4") else _EIGHT_WEEKS
            return kept_cell(found.still_responding, day, speaker)
        case Measure.MEDIAN_DAYS_TO_LOSS:
            return median_cell(found.time_to_return)
        case _:
            return rate_cell(rate_of(found, figure.measure), speaker)


def _query(view: View, **changes: str) -> dict[str, str]:
    asked = {
        "questionnaire": view.questionnaire,
        "counting": view.counting.value,
        "by": view.by.value,
        **changes,
    }
    return {name: value for name, value in asked.items() if value}


def _options(found: Seen, speaker: Speaker) -> tuple[Options, ...]:
    view = found.view
    offered = [by for by in By if by is not By.NUMBER or view.counting is not Counting.FIRST]
    return (
        Options(
            _("Questionnaire"),
            tuple(
                Option(
                    speaker.named(code),
                    _query(view, questionnaire=code),
                    code == view.questionnaire,
                )
                for code in found.questionnaires
            ),
        ),
        Options(
            _("Count"),
            tuple(
                Option(say_counting(each), _query(view, counting=each), each is view.counting)
                for each in Counting
            ),
        ),
        Options(
            _("Compare by"),
            tuple(
                Option(say_by(by, view.counting), _query(view, by=by), by is view.by)
                for by in offered
            ),
        ),
    )
