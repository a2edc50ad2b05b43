"""How far a patient has come since the baseline: change, response, remission, reliable change.

Sources: Jacobson & Truax 1991 for the reliable change, the cut-off ``c`` and the classes, with
``harmed`` (reliably worse and out of the functional range) as the mirror image of ``recovered``;
Phillips 2019 for the early look after the third infusion; McInnes 2022 for response and remission.

Where those are silent this module chooses:

- On a scale where high is good, distance from the best possible score takes the place of the score,
  so that a scale and its mirror image give the same answers.
- A baseline that is already the best possible score has no percentage, response or early response.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diary.domain.series import Reading, at_least, in_order

EARLY_INFUSION = 3
EARLY_FALL = 0.20
DAILY_LEAST_CHANGE = 2.0


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """What counts as change on one questionnaire, in its own points.

    A scale without a published ``reliable_change`` has infinity there: whether a change is reliable
    is then not established. ``remission_below`` and ``end_state`` are scores on the scale; without
    a published one they are ``None``, and so is the answer. ``noticeable_change`` is a smaller
    published tier that is shown beside the reliable one (PCL-5: 10).
    """

    reliable_change: float
    response_fraction: float = 0.5
    remission_below: float | None = None
    end_state: float | None = None
    end_state_includes_cut: bool = False
    noticeable_change: float | None = None
    high_is_good: bool = False
    best_possible: float = 0.0

    @property
    def has_reliable_change(self) -> bool:
        return math.isfinite(self.reliable_change)

    def severity(self, value: float) -> float:
        """Points away from the best possible score: 0 is well, more is worse."""
        return self.best_possible - value if self.high_is_good else value - self.best_possible

    def value_of(self, severity: float) -> float:
        """The score on the scale that lies ``severity`` points from the best possible one."""
        return self.best_possible + (-severity if self.high_is_good else severity)

    def is_functional(self, value: float) -> bool | None:
        """Whether ``value`` is on the well side of the end-state cut, if there is one."""
        if self.end_state is None:
            return None
        now, cut = self.severity(value), self.severity(self.end_state)
        return now <= cut if self.end_state_includes_cut else now < cut


class ReliableChange(StrEnum):
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"
    NOT_ESTABLISHED = "not_established"
    """The scale has no published figure to judge by."""


class ChangeClass(StrEnum):
    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"
    HARMED = "harmed"


class EarlyResponse(StrEnum):
    EARLY_RESPONSE = "early_response"
    NO_EARLY_RESPONSE = "no_early_response"
    DETERIORATED = "deteriorated"
    NOT_YET = "not_yet"
    """Fewer than three infusions, or no score since the third."""
    NO_BASELINE = "no_baseline"
    """No baseline, or one without symptoms to lose."""


@dataclass(frozen=True, slots=True)
class Change:
    """A score against the baseline.

    ``points`` and ``percent`` have the scale's own sign (a PHQ-9 that falls from 20 to 10 has -10
    and -50 %); ``improvement`` is the share of the way from the baseline to the best possible
    score, 1 at the end. ``None`` says that the question has no answer on this scale or baseline.
    """

    reading: Reading
    points: float
    percent: float | None
    improvement: float | None
    response: bool | None
    remission: bool | None
    reliable: ReliableChange
    noticeable: ReliableChange | None
    change_class: ChangeClass | None


@dataclass(frozen=True, slots=True)
class EarlyNote:
    """The look after the third infusion. Late responders exist (Hietamies 2023): it is a note."""

    result: EarlyResponse
    reading: Reading | None = None
    improvement: float | None = None


@dataclass(frozen=True, slots=True)
class Deterioration:
    """At least one score was a reliable change worse than the baseline."""

    first: Reading
    worst: Reading
    points: float
    """How much worse than the baseline the worst score was, always positive."""
    now: bool
    """Whether the latest score still is."""


def change_from(baseline: float, reading: Reading, rules: ChangeRules) -> Change:
    """What ``reading`` means against ``baseline``, a score on the same scale."""
    before, now = rules.severity(baseline), rules.severity(reading.value)
    fall = before - now
    return Change(
        reading=reading,
        points=reading.value - baseline,
        percent=100 * (reading.value - baseline) / baseline if baseline else None,
        improvement=fall / before if before > 0 else None,
        response=at_least(fall, rules.response_fraction * before) if before > 0 else None,
        remission=None
        if rules.remission_below is None
        else now < rules.severity(rules.remission_below),
        reliable=_reliable(fall, rules.reliable_change),
        noticeable=None
        if rules.noticeable_change is None
        else _reliable(fall, rules.noticeable_change),
        change_class=_change_class(baseline, reading.value, rules),
    )


def early_response(
    readings: Iterable[Reading],
    infusions: Sequence[datetime],
    rules: ChangeRules,
    baseline: float | None,
) -> EarlyNote:
    """The note after infusion 3, read from the first score after it.

    No fall of at least 20 % is ``NO_EARLY_RESPONSE``; a reliable change for the worse is
    ``DETERIORATED``. The curves of psychotherapy are no norm for an infusion and are not used.
    """
    if baseline is None:
        return EarlyNote(EarlyResponse.NO_BASELINE)
    given = sorted(infusions)
    if len(given) < EARLY_INFUSION:
        return EarlyNote(EarlyResponse.NOT_YET)
    third = given[EARLY_INFUSION - 1]
    reading = next((r for r in in_order(readings) if r.at > third), None)
    if reading is None:
        return EarlyNote(EarlyResponse.NOT_YET)
    change = change_from(baseline, reading, rules)
    if change.reliable is ReliableChange.DETERIORATED:
        result = EarlyResponse.DETERIORATED
    elif change.improvement is None:
        result = EarlyResponse.NO_BASELINE
    elif at_least(change.improvement, EARLY_FALL):
        result = EarlyResponse.EARLY_RESPONSE
    else:
        result = EarlyResponse.NO_EARLY_RESPONSE
    return EarlyNote(result, reading, change.improvement)


def deterioration(
    readings: Iterable[Reading], since: datetime, baseline: float, rules: ChangeRules
) -> Deterioration | None:
    """Whether any score after ``since`` was at least a reliable change worse than ``baseline``."""
    after = [r for r in in_order(readings) if r.at > since]
    before = rules.severity(baseline)
    worse = [r for r in after if at_least(rules.severity(r.value) - before, rules.reliable_change)]
    if not worse:
        return None
    worst = max(worse, key=lambda r: rules.severity(r.value))
    return Deterioration(
        first=worse[0],
        worst=worst,
        points=rules.severity(worst.value) - before,
        now=worse[-1] is after[-1],
    )


def reliable_change_points(sd: float, reliability: float) -> float:
    """RC = 1.96 * sqrt(2) * SD * sqrt(1 - r), for a clinic that has its own SD and r."""
    if sd < 0 or not 0 <= reliability <= 1:
        raise ValueError("needs an SD of at least 0 and a reliability from 0 to 1")
    return 1.96 * math.sqrt(2) * sd * math.sqrt(1 - reliability)


def daily_reliable_change(stable_sd: float | None) -> float:
    """The same for a single daily rating, which has no published figure: at least 2 points.

    ``stable_sd`` is the patient's own spread in a stable stretch, ``None`` if there was none.
    """
    return max(DAILY_LEAST_CHANGE, reliable_change_points(stable_sd or 0, 0))


def jacobson_truax_cut(
    *,
    clinical_mean: float,
    clinical_sd: float,
    functional_mean: float,
    functional_sd: float,
) -> float:
    """Cut-off c: the point between the two groups, weighted by the other group's spread."""
    spread = clinical_sd + functional_sd
    if spread <= 0:
        raise ValueError("needs a spread in at least one of the groups")
    return (functional_sd * clinical_mean + clinical_sd * functional_mean) / spread


def _reliable(fall: float, points: float) -> ReliableChange:
    if not math.isfinite(points):
        return ReliableChange.NOT_ESTABLISHED
    if at_least(fall, points):
        return ReliableChange.IMPROVED
    return ReliableChange.DETERIORATED if at_least(-fall, points) else ReliableChange.UNCHANGED


def _change_class(baseline: float, value: float, rules: ChangeRules) -> ChangeClass | None:
    """The five classes; ``None`` on a scale without an end-state cut or a reliable change."""
    if rules.end_state is None or not rules.has_reliable_change:
        return None
    was_well, is_well = rules.is_functional(baseline), rules.is_functional(value)
    reliable = _reliable(rules.severity(baseline) - rules.severity(value), rules.reliable_change)
    if reliable is ReliableChange.IMPROVED:
        return ChangeClass.RECOVERED if is_well and not was_well else ChangeClass.IMPROVED
    if reliable is ReliableChange.DETERIORATED:
        return ChangeClass.HARMED if was_well and not is_well else ChangeClass.DETERIORATED
    return ChangeClass.UNCHANGED
