"""Scores that are whole or say that they are not.

    score(phq9, {"1": 2, "2": 3, ...}) -> Score(total=14, band=moderate, ...)
    score(phq9, {"1": 2})              -> Incomplete(missing=("2", ... "9"), ...)

There is no third outcome: a sum of some of the answers never stands where a total is expected. The
rules (method, prorating, what is never imputed) are the questionnaire's own data.
"""

from collections.abc import Mapping

from diary.domain.item import Item
from diary.domain.questionnaire import Questionnaire
from diary.domain.scorer import Scorer
from diary.domain.scores import AnswerError, Incomplete, NotScoredError, Score, Status

__all__ = ["AnswerError", "Incomplete", "NotScoredError", "Score", "Scorer", "Status", "score"]


def score(questionnaire: Questionnaire, answers: Mapping[str, float | None]) -> Score | Incomplete:
    """The score of answers by link id; None and absence both mean "not answered".

    Raises ``AnswerError`` for an unknown item or a value off its scale, ``NotScoredError`` for a
    questionnaire without a total. To score many, keep a ``Scorer``.
    """
    scorer = Scorer(questionnaire)
    known = {item.link_id for item in questionnaire.items}
    for link_id in answers:
        if link_id not in known:
            raise AnswerError(link_id, f"{questionnaire.code} has no such item")
    for item in scorer.items:
        _refuse_off_scale(item, answers.get(item.link_id))
    return scorer.assess([answers.get(link_id) for link_id in scorer.columns])


def _refuse_off_scale(item: Item, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise AnswerError(item.link_id, f"{value!r} is not a number")
    if not item.accepts(value):
        raise AnswerError(item.link_id, f"{value!r} is off the scale")
