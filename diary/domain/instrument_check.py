"""What is wrong with a questionnaire file, all of it at once: for ``diary instruments check``.

Beyond what makes a file unreadable, this looks for what would mislead: totals without a band, a
cut-off nobody can reach, a half-translated form, answer words that a carrier takes for a command.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from diary.domain.questionnaire import Questionnaire, read_questionnaire
from diary.domain.scoring_rules import Scoring
from diary.domain.tables import LANGUAGES, Localized, Problem, repeated
from diary.domain.total_range import total_range


def check_questionnaire(data: Mapping[str, object]) -> tuple[Problem, ...]:
    """Every problem of the file's tables, those of reading it first; none for a good file."""
    questionnaire, problems = read_questionnaire(data)
    place = questionnaire.code or "the file"
    found = (Problem(place, message) for message in _messages(questionnaire))
    return (*problems, *found)


def _messages(questionnaire: Questionnaire) -> Iterator[str]:
    yield from _origin(questionnaire)
    yield from _names(questionnaire)
    yield from _translation(questionnaire)
    yield from _wording(questionnaire)
    if questionnaire.scoring is not None and questionnaire.items:
        yield from _scale(questionnaire, questionnaire.scoring)


def _origin(questionnaire: Questionnaire) -> Iterator[str]:
    for key in ("citation", "licence", "permission"):
        if key not in questionnaire.source:
            yield f"[source] needs a text {key!r}"
    if not questionnaire.recall:
        yield "needs 'recall': the window that the questions ask about"


def _names(questionnaire: Questionnaire) -> Iterator[str]:
    if questionnaire.code and not re.fullmatch(r"[a-z][a-z0-9_]*", questionnaire.code):
        yield f"the code {questionnaire.code!r} must be small letters, digits and _"
    for item in questionnaire.items:
        if item.link_id and not re.fullmatch(r"[A-Za-z0-9_]+", item.link_id):
            yield f"the link_id {item.link_id!r} must be letters, digits and _"


def _translation(questionnaire: Questionnaire) -> Iterator[str]:
    """A form is in a language altogether or not at all."""
    texts = list(_patient_texts(questionnaire))
    for language in LANGUAGES:
        without = [place for place, text in texts if text and language not in text]
        if 0 < len(without) < len(texts):
            yield f"{language!r} is missing in {', '.join(without)}"


def _patient_texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Localized]]:
    for item in questionnaire.items:
        yield f"the text of item {item.link_id!r}", item.text
        for option in item.options:
            yield f"option {option.value} of item {item.link_id!r}", option.label
    for number, group in enumerate(questionnaire.groups, start=1):
        yield f"the text of group {number}", group.ask


def _wording(questionnaire: Questionnaire) -> Iterator[str]:
    for item in questionnaire.items:
        for language in LANGUAGES:
            labels = (o.label[language].casefold() for o in item.options if language in o.label)
            for label in repeated(labels):
                yield f"item {item.link_id!r} has two options {label!r}"
    for number, group in enumerate(questionnaire.groups, start=1):
        for text in group.ask.values():
            for word in _KEYWORD.findall(text):
                yield f"group {number} asks with {word!r}, which carriers take for a command"


# Written out in capitals, these words invite an answer that ends or restarts all texts.
_KEYWORD = re.compile(
    r"\b(?:STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPTOUT|START|YES|UNSTOP|HELP|INFO)\b"
)


_MARKS = (
    "reliable",
    "noticeable",
    "remission_at_most",
    "recovered_at_most",
    "remission_at_least",
    "recovered_at_least",
)


def _scale(questionnaire: Questionnaire, scoring: Scoring) -> Iterator[str]:
    scored = [item for item in questionnaire.items if item.link_id in scoring.items]
    lowest, highest = total_range(questionnaire, scoring)
    yield from _band_gaps(questionnaire, lowest, highest)
    for cutoff in questionnaire.cutoffs:
        if not lowest < cutoff.minimum <= highest:
            yield f"the cut-off {cutoff.code!r} lies outside the totals {lowest:g} to {highest:g}"
    if questionnaire.change is not None:
        for name in _MARKS:
            mark = getattr(questionnaire.change, name)
            if mark is not None and not lowest <= mark <= highest:
                yield f"[change] {name!r} lies outside the totals {lowest:g} to {highest:g}"
    if scoring.prorating is not None and len({(i.minimum, i.maximum) for i in scored}) > 1:
        yield "prorating by the mean needs items on one scale"
    yield from _unreachable_marks(questionnaire)


def _band_gaps(questionnaire: Questionnaire, lowest: float, highest: float) -> Iterable[str]:
    bands = questionnaire.bands
    if not bands:
        return
    if bands[0].minimum != lowest:
        yield f"the first band begins at {bands[0].minimum:g}, the totals at {lowest:g}"
    if bands[-1].maximum != highest:
        yield f"the last band ends at {bands[-1].maximum:g}, the totals at {highest:g}"
    for lower, upper in pairwise(bands):
        if upper.minimum - lower.maximum > 1:
            yield f"no band holds the totals between {lower.maximum:g} and {upper.minimum:g}"


def _unreachable_marks(questionnaire: Questionnaire) -> Iterator[str]:
    for judgement in questionnaire.judgements:
        counted = {i for level in judgement.levels for r in level.all_of for i in r.items}
        for item in questionnaire.items:
            mark = judgement.present_at_for.get(item.link_id, judgement.present_at)
            if item.link_id in counted and not item.minimum < mark <= item.maximum:
                yield f"{judgement.code!r} takes item {item.link_id!r} from {mark:g}: off its scale"
