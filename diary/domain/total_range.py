"""Between which totals a questionnaire's scores lie."""

from diary.domain.questionnaire import Questionnaire
from diary.domain.scoring_rules import Method, Scoring


def total_range(questionnaire: Questionnaire, scoring: Scoring) -> tuple[float, float]:
    """The lowest and the highest total there can be by ``scoring``, the questionnaire's own."""
    scored = [item for item in questionnaire.items if item.link_id in scoring.items]
    if scoring.method is Method.SUM_OF_HIGHEST:
        by_id = {item.link_id: item for item in scored}
        parts = [[by_id[i] for i in part.items if i in by_id] for part in scoring.parts]
        return (
            sum(max((item.minimum for item in part), default=0) for part in parts),
            sum(max((item.maximum for item in part), default=0) for part in parts),
        )
    weights = [scoring.weights.get(item.link_id, 1.0) for item in scored]
    return (
        sum(item.minimum * weight for item, weight in zip(scored, weights, strict=True)),
        sum(item.maximum * weight for item, weight in zip(scored, weights, strict=True)),
    )
