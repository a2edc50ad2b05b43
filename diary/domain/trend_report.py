"""Everything the statistics say about one series, ready for JSON: what ``diary trend`` prints.

Instants are ISO 8601, days are numbers with their fraction, ``null`` is no answer:

- ``series``, ``rules``, ``definitions``: what went in and by which figures it was judged;
- ``baseline``, ``changes`` (every score after it), ``latest``, ``best``, ``early_response``,
  ``deterioration``: the whole treatment against the baseline before the first infusion, or against
  the first reading if there was no infusion;
- ``infusions``, ``courses``: how long each gain held, one entry each;
- ``watch``, ``forecast``: the present.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from random import Random

from diary.domain.course_look import look_at_course
from diary.domain.durability import SeriesKind, durability
from diary.domain.episodes import COURSE_GAP_DAYS, courses, each_infusion
from diary.domain.forecast import Forecast, forecast
from diary.domain.own_change import own_rules
from diary.domain.series import (
    Baseline,
    Reading,
    daily_baseline,
    in_order,
    score_baseline,
)
from diary.domain.trend_definitions import DEFINITIONS
from diary.domain.trend_rows import Json, change_row, durability_row, plain
from diary.domain.trends import (
    Change,
    ChangeRules,
    Deterioration,
    EarlyNote,
    change_from,
    deterioration,
    early_response,
)
from diary.domain.watch import STANDARD, false_alarm_rate, watch

FALSE_ALARM_DAYS = 28


def trend_report(
    scores: Iterable[Reading],
    infusions: Iterable[datetime],
    rules: ChangeRules,
    *,
    instrument: str,
    kind: SeriesKind = SeriesKind.SCORES,
    bounds: tuple[float, float] | None = None,
    now: datetime | None = None,
    course_gap_days: float = COURSE_GAP_DAYS,
    seed: int = 1,
) -> Json:
    """All of it as of ``now``, by default the last instant in the input.

    For daily ratings the reliable change of ``rules`` gives way to the patient's own. ``bounds``
    are the ends of the scale and ``seed`` fixes the simulation behind the false-alarm rate, so that
    the same input prints the same report.
    """
    readings = tuple(r for r in in_order(scores) if now is None or r.at <= now)
    given = tuple(sorted({at for at in infusions if now is None or at <= now}))
    if kind is SeriesKind.DAILY:
        rules = own_rules(readings, given, rules)
    now = now or max((*given, *(r.at for r in readings)), default=None)
    report = {
        "instrument": instrument,
        "series": {
            "kind": kind,
            "readings": len(readings),
            "first_at": readings[0].at if readings else None,
            "last_at": readings[-1].at if readings else None,
            "infusions": len(given),
        },
        "rules": {**asdict(rules), "course_gap_days": course_gap_days},
        **_treatment(readings, given, rules, kind),
        "infusions": [
            {"number": e.first_number, "at": e.first_at}
            | durability_row(durability(readings, e, rules, kind=kind))
            for e in each_infusion(given)
        ],
        "courses": _courses(readings, given, rules, kind, course_gap_days),
        "watch": _watch(readings, given, rules, bounds, seed),
        "forecast": _forecast(readings, given, rules, kind, now, course_gap_days),
        "definitions": DEFINITIONS,
    }
    return {key: plain(value) for key, value in report.items()}


def _treatment(
    readings: Sequence[Reading],
    infusions: Sequence[datetime],
    rules: ChangeRules,
    kind: SeriesKind,
) -> Json:
    baseline, source = _reference(readings, infusions, kind)
    since = infusions[0] if infusions else baseline.at if baseline else None
    if baseline is None or since is None:
        changes: list[Change] = []
    else:
        changes = [change_from(baseline.value, r, rules) for r in readings if r.at > since]
    best = min(changes, key=lambda c: rules.severity(c.reading.value), default=None)
    return {
        "baseline": baseline and {**asdict(baseline), "source": source},
        "changes": [change_row(c, since) for c in changes],
        "latest": change_row(changes[-1], since) if changes else None,
        "best": change_row(best, since) if best else None,
        **_notes(
            early_response(
                readings, infusions, rules, None if baseline is None else baseline.value
            ),
            deterioration(readings, since, baseline.value, rules) if baseline and since else None,
        ),
    }


def _reference(
    readings: Sequence[Reading], infusions: Sequence[datetime], kind: SeriesKind
) -> tuple[Baseline | None, str]:
    if infusions:
        find = score_baseline if kind is SeriesKind.SCORES else daily_baseline
        return find(readings, infusions[0]), "before_first_infusion"
    if not readings:
        return None, "first_reading"
    return Baseline(readings[0].value, readings[0].at), "first_reading"


def _notes(early: EarlyNote, worse: Deterioration | None) -> Json:
    return {
        "early_response": {
            "result": early.result,
            "reading": early.reading and asdict(early.reading),
            "improvement_percent": early.improvement and 100 * early.improvement,
        },
        "deterioration": worse and asdict(worse),
    }


def _courses(
    readings: Sequence[Reading],
    infusions: Sequence[datetime],
    rules: ChangeRules,
    kind: SeriesKind,
    gap_days: float,
) -> list[Json]:
    rows = []
    for number, course in enumerate(courses(infusions, gap_days=gap_days), start=1):
        found = durability(readings, course, rules, kind=kind)
        look = look_at_course(readings, infusions, found, rules)
        rows.append(
            {
                "number": number,
                "first_infusion": course.first_number,
                "last_infusion": course.last_number,
                "first_at": course.first_at,
                "last_at": course.last_at,
                "is_induction": course.is_induction,
            }
            | durability_row(found)
            | {
                "best_change": look.at_best and change_row(look.at_best, course.last_at),
                "last_change": look.at_last and change_row(look.at_last, course.last_at),
            }
            | _notes(look.early, look.worse)
        )
    return rows


def _watch(
    readings: Sequence[Reading],
    infusions: Sequence[datetime],
    rules: ChangeRules,
    bounds: tuple[float, float] | None,
    seed: int,
) -> Json:
    found = watch(readings, infusions[-1] if infusions else None, rules)
    stretch = found.stretch
    rate = stretch and false_alarm_rate(
        rules,
        Random(seed),  # noqa: S311  simulated patients are no secret
        centre=stretch.centre,
        sd=stretch.sd,
        bounds=bounds,
        days=FALSE_ALARM_DAYS,
    )
    return {
        **asdict(found),
        "settings": asdict(STANDARD),
        "false_alarms": rate and {**asdict(rate), "days": FALSE_ALARM_DAYS},
    }


def _forecast(
    readings: Sequence[Reading],
    infusions: Sequence[datetime],
    rules: ChangeRules,
    kind: SeriesKind,
    now: datetime | None,
    gap_days: float,
) -> Json:
    if now is None:
        return {"given": False, "as_of": None, "reason": "no_infusion"}
    found = forecast(readings, infusions, rules, now=now, kind=kind, course_gap_days=gap_days)
    return {"given": isinstance(found, Forecast), "as_of": now, **asdict(found)}
