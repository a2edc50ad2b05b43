"""Who to call today, and why: one reason a patient, by need.

``assess_attention`` looks at everything that is known of one patient and names the most urgent
reason; the others follow in ``also``. It decides no wording: ``key`` and ``params`` choose and fill
a sentence of the templates. What is older than six weeks is history, not a reason to call today.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from diary.domain.durability import Durability, Outcome, SeriesKind, durability
from diary.domain.episodes import courses
from diary.domain.own_change import own_rules
from diary.domain.series import (
    Reading,
    above,
    at_least,
    days_between,
    in_order,
    score_baseline,
)
from diary.domain.silence import Contact, Silence, SilenceNow, silence
from diary.domain.trends import ChangeRules
from diary.domain.watch import WatchState, watch

FRESH_DAYS = 42
SIDE_EFFECT_DAYS = 7
BOTHERSOME = 2
VISIT_AHEAD_DAYS = 7
DROP_AGAINST = 7
"""A drop is measured against the median of this many readings before the last one."""
DROP_LEAST = 3

Param = str | int | float | datetime | bool


class AttentionKind(StrEnum):
    """In order of need."""

    DANGER = "danger"
    WORSE = "worse"
    FADING = "fading"
    SILENT_AFTER_DROP = "silent_after_drop"
    NOT_DELIVERED = "not_delivered"
    SIDE_EFFECTS = "side_effects"
    VISIT = "visit"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 is the most urgent."""
        return list(AttentionKind).index(self)


@dataclass(frozen=True, slots=True)
class OpenAlert:
    kind: str
    opened_at: datetime
    is_acknowledged: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One instrument's readings. A daily rating is judged by the patient's own spread."""

    instrument: str
    readings: tuple[Reading, ...]
    rules: ChangeRules
    kind: SeriesKind = SeriesKind.SCORES


@dataclass(frozen=True, slots=True)
class SideEffect:
    """``severity`` as answered: 1 mild, 2 bothersome, 3 severe."""

    code: str
    severity: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PatientSeries:
    """Everything about one patient that the list looks at."""

    infusions: tuple[datetime, ...] = ()
    measured: tuple[Measured, ...] = ()
    contact: Contact = field(default_factory=Contact)
    alerts: tuple[OpenAlert, ...] = ()
    side_effects: tuple[SideEffect, ...] = ()
    visit_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """``weight`` orders patients of the same kind, the heavier first."""

    kind: AttentionKind
    key: str
    params: Mapping[str, Param] = field(default_factory=dict)
    weight: float = 0.0
    silence: Silence = Silence.NOTHING_ASKED
    also: tuple[AttentionKind, ...] = ()
    reasons: tuple["Attention", ...] = field(default=(), compare=False, repr=False)
    """Every reason there is, the most urgent first: a kind may have several."""


def assess_attention(patient: PatientSeries, now: datetime) -> Attention:
    """The most urgent reason to call the patient, as of ``now``; ``NONE`` if there is none."""
    line = silence(patient.contact, now)
    found = sorted(_reasons(patient, line, now), key=lambda a: (a.kind.rank, -a.weight))
    if not found:
        return Attention(AttentionKind.NONE, f"none.{line.word}", _line_params(line), 0, line.word)
    return replace(first_of(found), silence=line.word)


def first_of(reasons: Sequence[Attention]) -> Attention:
    """The first of some ``reasons``, the most urgent of which comes first, with the others."""
    kinds = tuple(dict.fromkeys(reason.kind for reason in reasons))
    return replace(reasons[0], also=kinds[1:], reasons=tuple(reasons))


def danger_of(alert: OpenAlert, now: datetime) -> Attention:
    """An alert that nobody has acknowledged comes before all that somebody has; then the oldest."""
    waited = days_between(alert.opened_at, now)
    return Attention(
        AttentionKind.DANGER,
        "danger.acknowledged" if alert.is_acknowledged else "danger.open",
        {"alert": alert.kind, "opened_at": alert.opened_at},
        waited if alert.is_acknowledged else waited + 1e6,
    )


def _reasons(patient: PatientSeries, line: SilenceNow, now: datetime) -> Iterator[Attention]:
    yield from (danger_of(alert, now) for alert in patient.alerts)
    for measured in patient.measured:
        known = _as_of(measured, patient.infusions, now)
        if known.readings and days_between(known.readings[-1].at, now) <= FRESH_DAYS:
            yield from _trend_reasons(known, patient.infusions, line, now)
    if line.word is Silence.NOT_DELIVERED:
        params = _line_params(line)
        yield Attention(AttentionKind.NOT_DELIVERED, "not_delivered", params, line.prompts)
    yield from (
        Attention(
            AttentionKind.SIDE_EFFECTS,
            "side_effects.severe" if effect.severity > BOTHERSOME else "side_effects.bothersome",
            {"effect": effect.code, "at": effect.at},
            effect.severity,
        )
        for effect in patient.side_effects
        if effect.severity >= BOTHERSOME
        and timedelta(0) <= now - effect.at <= timedelta(days=SIDE_EFFECT_DAYS)
    )
    due = patient.visit_due_at
    if due is not None and due <= now + timedelta(days=VISIT_AHEAD_DAYS):
        key = "visit.overdue" if due < now else "visit.due"
        yield Attention(AttentionKind.VISIT, key, {"due_at": due}, days_between(due, now))


def _as_of(measured: Measured, infusions: Sequence[datetime], now: datetime) -> Measured:
    readings = tuple(r for r in in_order(measured.readings) if r.at <= now)
    rules = measured.rules
    if measured.kind is SeriesKind.DAILY:
        rules = own_rules(readings, [at for at in infusions if at <= now], rules)
    return replace(measured, readings=readings, rules=rules)


def _trend_reasons(
    measured: Measured, infusions: Sequence[datetime], line: SilenceNow, now: datetime
) -> Iterator[Attention]:
    given = [at for at in infusions if at <= now]
    if measured.kind is SeriesKind.SCORES:
        yield from _worse(measured, given)
    if given:
        yield from _fading(measured, given, now)
    if line.word not in (Silence.ANSWERING, Silence.NOTHING_ASKED):
        yield from _silent_after_drop(measured, line)


def _worse(measured: Measured, given: Sequence[datetime]) -> Iterator[Attention]:
    """The latest score is a reliable change worse than before the treatment."""
    latest, rules = measured.readings[-1], measured.rules
    if given:
        baseline = score_baseline(measured.readings, min(given))
        before = None if baseline is None else baseline.value
    else:
        before = measured.readings[0].value
    if before is None:
        return
    points = rules.severity(latest.value) - rules.severity(before)
    if at_least(points, rules.reliable_change):
        params: dict[str, Param] = {
            "instrument": measured.instrument,
            "before": before,
            "latest": latest.value,
            "points": points,
            "at": latest.at,
        }
        yield Attention(AttentionKind.WORSE, "worse", params, points / rules.reliable_change)


def _fading(measured: Measured, given: Sequence[datetime], now: datetime) -> Iterator[Attention]:
    """Half of the present course's gain is lost and still is, or a watch is on."""
    present = durability(
        measured.readings, courses(given)[-1], measured.rules, kind=measured.kind, last_reply_at=now
    )
    since_infusion = days_between(max(given), now)
    shared: dict[str, Param] = {
        "instrument": measured.instrument,
        "days_since_infusion": int(since_infusion),
    }
    if _is_lost_now(present, measured):
        assert present.crossing is not None  # noqa: S101  a return has one
        params = shared | {
            "return_day": present.crossing.day,
            "latest": measured.readings[-1].value,
        }
        weight = 2.0 if present.outcome is Outcome.CONFIRMED else 1.0
        yield Attention(AttentionKind.FADING, f"fading.{present.outcome}", params, weight)
    elif measured.kind is SeriesKind.DAILY:
        seen = watch(measured.readings, max(given), measured.rules)
        if seen.state is WatchState.WATCH and seen.since is not None:
            params = shared | {"since": seen.since}
            yield Attention(AttentionKind.FADING, "fading.watch", params, 0.5)


def _is_lost_now(present: Durability, measured: Measured) -> bool:
    if present.outcome not in (Outcome.CONFIRMED, Outcome.PROBABLE) or present.half_line is None:
        return False
    severity = measured.rules.severity
    return above(severity(measured.readings[-1].value), severity(present.half_line))


def _silent_after_drop(measured: Measured, line: SilenceNow) -> Iterator[Attention]:
    """The last reading before the silence was a reliable change worse than what went before.

    A score is held against the best one of the six weeks before it, so that a slow slide counts; a
    daily rating against the median of the ones before it, because its best day is mostly luck.
    """
    *before, last = measured.readings
    severity = measured.rules.severity
    recent = [severity(r.value) for r in before if days_between(r.at, last.at) <= FRESH_DAYS]
    is_daily = measured.kind is SeriesKind.DAILY
    if len(recent) < (DROP_LEAST if is_daily else 1):
        return
    points = severity(last.value) - (median(recent[-DROP_AGAINST:]) if is_daily else min(recent))
    if at_least(points, measured.rules.reliable_change):
        params = _line_params(line) | {
            "instrument": measured.instrument,
            "points": points,
            "last_at": last.at,
        }
        key = f"silent_after_drop.{line.word}"
        yield Attention(AttentionKind.SILENT_AFTER_DROP, key, params, points)


def _line_params(line: SilenceNow) -> dict[str, Param]:
    params: dict[str, Param] = {"prompts": line.prompts} if line.prompts else {}
    return params if line.since is None else params | {"since": line.since}
