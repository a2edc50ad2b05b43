"""The arithmetic of one questionnaire's scores, its rules looked up once for many rows."""

from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType

from diary.domain.item import ItemKind
from diary.domain.judgement import JudgementBounds
from diary.domain.questionnaire import Band, Questionnaire
from diary.domain.scores import Incomplete, NotScoredError, Score, Status
from diary.domain.scoring_rules import Method


class Scorer:
    """Scores rows of values, one value for each of ``columns``, None where there is no answer.

    Flags, in this order: ``prorated``; ``missing_without_effect`` (the total is the same whatever
    the missing answer is); ``estimated`` (converted from another form); for an item that may not
    be imputed ``item_9_not_answered``; for an answer that a clinician looks at
    ``item_9_positive``; for an answer to a question that the form would not have asked
    ``item_3_contradicts``.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Raises ``NotScoredError`` for a questionnaire without a total."""
        if questionnaire.scoring is None:
            raise NotScoredError(f"{questionnaire.code} has no total: its answers stand alone")
        rules = questionnaire.scoring
        self.questionnaire = questionnaire
        self.items = tuple(i for i in questionnaire.items if i.kind is not ItemKind.SEVERAL)
        self.columns = tuple(item.link_id for item in self.items)
        place = {link_id: position for position, link_id in enumerate(self.columns)}
        self._method = rules.method
        self._prorating = rules.prorating
        self._scored = tuple(place[link_id] for link_id in rules.items)
        self._weights = tuple(rules.weights.get(link_id, 1.0) for link_id in rules.items)
        self._parts = {part.code: tuple(place[i] for i in part.items) for part in rules.parts}
        self._never_imputed = frozenset(place[link_id] for link_id in rules.never_imputed)
        self._either = tuple(tuple(place[i] for i in group) for group in rules.either)
        self._conditions = tuple(
            (place[item.link_id], tuple(place[i] for i in rule.any_of), rule.at_least)
            for item in self.items
            if (rule := item.asked_if) is not None
        )
        self._judgements = tuple(JudgementBounds(j, place) for j in questionnaire.judgements)
        self._follow_up = tuple((place[i.link_id], i.follow_up) for i in self.items if i.follow_up)
        self._minima = tuple(item.minimum for item in self.items)
        self._maxima = tuple(item.maximum for item in self.items)
        judged = (position for judgement in self._judgements for position in judgement.positions)
        self._relevant = tuple(sorted({*self._scored, *judged}))

    def assess(self, values: Sequence[float | None]) -> Score | Incomplete:
        """The score of one row. Each value must be on its item's scale: nothing is checked here."""
        unasked = self._unasked(values)
        missing = [p for p in self._relevant if values[p] is None and p not in unasked]
        contradicting = [p for p in sorted(unasked) if (values[p] or 0) > self._minima[p]]
        lowest = [self._minima[p] if v is None else v for p, v in enumerate(values)]
        highest = lowest.copy()
        for position in missing:
            highest[position] = self._maxima[position]
        if contradicting:
            self._doubt(values, unasked, lowest, highest)
        judgements = MappingProxyType({j.code: j.result(lowest, highest) for j in self._judgements})
        flags = self._flags(values, missing, contradicting)
        unscored = [position for position in missing if position in self._scored]
        total = self._total(lowest, highest, unscored)
        if total is None or not set(contradicting).isdisjoint(self._scored):
            return Incomplete(
                self.questionnaire.code,
                self.questionnaire.version,
                judgements,
                tuple(self.columns[position] for position in unscored),
                flags,
            )
        prorated = bool(unscored) and self._method is Method.SUM
        return Score(
            questionnaire=self.questionnaire.code,
            version=self.questionnaire.version,
            status=Status.PRORATED if prorated else Status.COMPLETE,
            total=total,
            band=band_of(self.questionnaire.bands, total),
            cutoffs=tuple(c.code for c in self.questionnaire.cutoffs if total >= c.minimum),
            judgements=judgements,
            parts=self._part_totals(lowest, unscored),
            missing=tuple(self.columns[position] for position in unscored),
            flags=(*self._kind_of_total(unscored), *flags),
        )

    def _unasked(self, values: Sequence[float | None]) -> frozenset[int]:
        """Items that the form does not ask for, given the other answers."""
        if not self._conditions and not self._either:
            return frozenset()
        unasked: set[int] = set()
        for position, on, at_least in self._conditions:
            answers = [values[p] for p in on if p not in unasked]
            if all(answer is not None and answer < at_least for answer in answers):
                unasked.add(position)
        for group in self._either:
            unanswered = {position for position in group if values[position] is None}
            if len(unanswered) < len(group):
                unasked |= unanswered
        return frozenset(unasked)

    def _doubt(
        self,
        values: Sequence[float | None],
        unasked: Iterable[int],
        lowest: list[float],
        highest: list[float],
    ) -> None:
        """Widen the bounds: of two answers that contradict each other, either may be the slip.

        An answer that a clinician looks at stands all the same.
        """
        looked_at = dict(self._follow_up)
        for position in unasked:
            if values[position] is None:
                highest[position] = self._maxima[position]
            elif values[position] not in looked_at.get(position, ()):
                lowest[position] = self._minima[position]

    def _total(
        self, lowest: Sequence[float], highest: Sequence[float], unscored: Sequence[int]
    ) -> float | None:
        if self._method is Method.SUM_OF_HIGHEST:
            low, high = (
                sum(max(values[p] for p in part) for part in self._parts.values())
                for values in (lowest, highest)
            )
            return float(low) if low == high else None
        if not unscored:
            if self._method is Method.WEIGHTED_SUM:
                weighted = zip(self._weights, self._scored, strict=True)
                return round(sum(weight * lowest[p] for weight, p in weighted), _DECIMALS)
            return float(sum(lowest[p] for p in self._scored))
        if not self._may_prorate(unscored):
            return None
        answered = [lowest[p] for p in self._scored if p not in unscored]
        return sum(answered) * len(self._scored) / len(answered)

    def _may_prorate(self, unscored: Sequence[int]) -> bool:
        if self._prorating is None or len(unscored) > self._prorating.at_most_missing:
            return False
        if not self._never_imputed.isdisjoint(unscored):
            return False
        least = self._prorating.least_share_of_each_part
        return all(
            _share_answered(positions, unscored) >= least for positions in self._parts.values()
        )

    def _part_totals(self, values: Sequence[float], unscored: Sequence[int]) -> Mapping[str, float]:
        total = max if self._method is Method.SUM_OF_HIGHEST else sum
        return MappingProxyType(
            {
                code: float(total([values[p] for p in positions]))
                for code, positions in self._parts.items()
                if not any(p in unscored for p in positions)
            }
        )

    def _kind_of_total(self, unscored: Sequence[int]) -> tuple[str, ...]:
        if self._method is Method.WEIGHTED_SUM:
            return ("estimated",)
        if not unscored:
            return ()
        return ("prorated" if self._method is Method.SUM else "missing_without_effect",)

    def _flags(
        self,
        values: Sequence[float | None],
        missing: Container[int],
        contradicting: Sequence[int],
    ) -> tuple[str, ...]:
        return (
            *(f"item_{self.columns[p]}_not_answered" for p in self._never_imputed if p in missing),
            *(
                f"item_{self.columns[p]}_positive"
                for p, look in self._follow_up
                if values[p] in look
            ),
            *(f"item_{self.columns[p]}_contradicts" for p in contradicting),
        )


def band_of(bands: Sequence[Band], total: float) -> Band | None:
    """The band of a total. One between two whole points is still in the lower band."""
    return next((band for band in reversed(bands) if total >= band.minimum), None)


def _share_answered(positions: Sequence[int], unscored: Container[int]) -> float:
    return sum(p not in unscored for p in positions) / len(positions)


POSITIVE = "_positive"
"""How the flag of an answer ends that a clinician looks at."""

_DECIMALS = 2
"""Weights are published with two decimals."""
