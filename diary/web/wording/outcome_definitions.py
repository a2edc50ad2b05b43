"""How outcomes are counted, in the words of the page."""

from diary.domain.cohort import FEWEST_FOR_A_MEDIAN, FEWEST_FOR_A_RATE
from diary.domain.published import Measure
from diary.domain.questionnaire import Questionnaire
from diary.web.translation import gettext as _
from diary.web.wording.outcomes import say_measure, say_rule

_RULED = (Measure.RESPONSE, Measure.REMISSION, Measure.WORSE)


def say_definitions(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """The rules behind the outcomes page, each under the word that the page uses."""
    return (
        (
            _("Course"),
            _("infusions less than 10 days apart; days count from its last infusion."),
        ),
        (
            _("Outcome score"),
            _(
                "the first score 14 to 31 days after, unless the next infusion came before it;"
                " compared with the last score in the week before the first infusion."
            ),
        ),
        *((say_measure(m), f"{say_rule(m, questionnaire)}.") for m in _RULED),
        (
            _("Gain held"),
            _(
                "Kaplan-Meier, of those with a reliable gain: until a score is above the best one"
                " by half of the gain and by a reliable change. Whoever is treated again, stops"
                " answering or reaches day 90 leaves the curve there. Intervals are log-log, of 95"
                " percent."
            ),
        ),
        (
            _("What happened first"),
            _(
                "cumulative incidence (Aalen-Johansen): treatment again is an event of its own,"
                " because it often comes when symptoms do."
            ),
        ),
        (
            _("Small groups"),
            _(
                "of fewer than %(fewest)s there are counts only, no shares and no curves; a median"
                " is given once %(events)s have lost their gain.",
                fewest=FEWEST_FOR_A_RATE,
                events=FEWEST_FOR_A_MEDIAN,
            ),
        ),
    )
