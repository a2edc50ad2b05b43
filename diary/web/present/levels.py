"""The levels that matter on one questionnaire of one patient, as lines of its chart."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from diary.domain.change_rules import rules_for_score
from diary.domain.durability import Durability
from diary.domain.questionnaire import Questionnaire
from diary.domain.series import Baseline
from diary.domain.trends import ChangeRules
from diary.web.charts import Line, LineKind
from diary.web.present.measures import Measure
from diary.web.translation import gettext as _
from diary.web.wording.speaker import number


def levels_of(measure: Measure, until: datetime | None = None) -> Iterator[Line]:
    """The baseline with what is no reliable change from it, the half-gain line, and marks."""
    yield from baseline_level(measure.baseline, rules_for_score(measure.questionnaire))
    yield from half_gain_level(measure.held, until)
    if not measure.questionnaire.bands:
        yield from _marks(measure.questionnaire)


def baseline_level(baseline: Baseline | None, rules: ChangeRules) -> Iterator[Line]:
    if baseline:
        said = _("start of treatment: %(value)s", value=number(baseline.value))
        reach = rules.reliable_change if rules.has_reliable_change else 0.0
        yield Line(baseline.value, said, LineKind.BASELINE, reach=reach)


def half_gain_level(held: Sequence[Durability], until: datetime | None) -> Iterator[Line]:
    """That of the last course that began before ``until``, from its best level on."""
    shown = [found for found in held if until is None or found.episode.first_at < until]
    if shown and shown[-1].half_line is not None and shown[-1].best:
        said = _("half of the gain lost: %(value)s", value=number(shown[-1].half_line))
        yield Line(shown[-1].half_line, said, LineKind.HALF_GAIN, shown[-1].best.at)


def _marks(questionnaire: Questionnaire) -> Iterator[Line]:
    """On a scale without severity bands: where it screens positive, and where one is well again."""
    if questionnaire.cutoffs:
        positive = max(cutoff.minimum for cutoff in questionnaire.cutoffs)
        said = _("cut-off: %(value)s", value=number(positive))
        yield Line(positive, said, LineKind.CUT_OFF)
    well = rules_for_score(questionnaire).end_state
    if well is not None:
        yield Line(well, _("well again: %(value)s", value=number(well)), LineKind.CUT_OFF)
