"""``diary trend``: what the statistics say about one series of scores."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from diary.cli.refusal import read_text, refuse
from diary.domain.change_rules import rules_for_rating, rules_for_score
from diary.domain.durability import SeriesKind
from diary.domain.episodes import COURSE_GAP_DAYS
from diary.domain.item import Item, ItemKind
from diary.domain.questionnaire import Questionnaire
from diary.domain.series import Reading, on_the_clock_of
from diary.domain.series_csv import (
    FIRST_YEAR,
    LAST_YEAR,
    SeriesCsvError,
    parse_infusions,
    parse_scores,
    untimed_infusions,
)
from diary.domain.total_range import total_range
from diary.domain.trend_report import trend_report
from diary.domain.trends import ChangeRules, reliable_change_points
from diary.gateways.catalogue import CatalogueError, load_questionnaire, load_questionnaires
from diary.resources import instruments_folder

LONGEST_GAP_DAYS = 3650


def trend(
    scores: Annotated[Path, typer.Argument(help="CSV with the columns at,value")],
    instrument: Annotated[
        str,
        typer.Option(
            help="whose scores they are: phq9, a rating such as daily/mood, or a questionnaire's"
            " own file such as who5.toml"
        ),
    ],
    infusions: Annotated[
        Path | None, typer.Option(help="CSV with the column at; without it there were none")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            help="the patient's zone: of instants without an offset (UTC if left out), and of days"
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="look no further than this date or instant")
    ] = None,
    course_gap_days: Annotated[
        float, typer.Option(help="a pause of this many days or more begins a new course")
    ] = COURSE_GAP_DAYS,
    reliable_change: Annotated[
        float | None, typer.Option(help="points that count as reliable, in place of the published")
    ] = None,
    sd: Annotated[
        float | None, typer.Option(help="with --reliability: the SD to work a reliable change from")
    ] = None,
    reliability: Annotated[
        float | None, typer.Option(help="of the scale, 0 to 1: RC = 1.96 sqrt(2) SD sqrt(1 - r)")
    ] = None,
) -> None:
    """Print baseline, changes, how long each gain held, watch and forecast as JSON.

    What each key means is in docs/trend.md; the definitions in short are in the output.
    """
    questionnaire, item = _measured_by(instrument)
    zone = _zone(timezone)
    bounds, rules = _scale(questionnaire, item)
    own = _own_reliable_change(reliable_change, sd, reliability)
    if own is not None and item:
        refuse(
            "a daily rating is judged by the patient's own spread: leave the reliable change out"
        )
    if not (math.isfinite(course_gap_days) and 0 < course_gap_days <= LONGEST_GAP_DAYS):
        refuse(
            f"--course-gap-days {course_gap_days:g}: must be more than 0, and at most"
            f" {LONGEST_GAP_DAYS}"
        )
    readings, given = _series(scores, infusions, zone, bounds)
    report = trend_report(
        readings,
        given,
        rules if own is None else replace(rules, reliable_change=own),
        instrument=questionnaire.code + (f"/{item.link_id}" if item else ""),
        kind=SeriesKind.DAILY if item else SeriesKind.SCORES,
        bounds=bounds,
        now=_instant(as_of, zone or UTC),
        course_gap_days=course_gap_days,
    )
    print(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))


def _series(
    scores: Path, infusions: Path | None, zone: tzinfo | None, bounds: tuple[float, float]
) -> tuple[tuple[Reading, ...], tuple[datetime, ...]]:
    given: tuple[datetime, ...] = ()
    untimed: Mapping[date, str] = {}
    try:
        if infusions:
            text = read_text(infusions)
            given = parse_infusions(text, name=str(infusions), zone=zone)
            untimed = untimed_infusions(text, name=str(infusions), zone=zone)
        text = read_text(scores)
        readings = parse_scores(text, name=str(scores), zone=zone, bounds=bounds, untimed=untimed)
    except SeriesCsvError as error:
        refuse(str(error))
    return readings, given


def _own_reliable_change(
    points: float | None, sd: float | None, reliability: float | None
) -> float | None:
    if points is not None:
        if sd is not None or reliability is not None:
            refuse("--reliable-change says it already: leave --sd and --reliability out")
        if not (math.isfinite(points) and points > 0):
            refuse(f"--reliable-change {points:g}: must be more than 0")
        return points
    if sd is None and reliability is None:
        return None
    if sd is None or reliability is None:
        refuse("--sd and --reliability belong together")
    if not (math.isfinite(sd) and sd > 0 and 0 <= reliability < 1):
        refuse("--sd must be more than 0, and --reliability from 0 to less than 1")
    return reliable_change_points(sd, reliability)


def _measured_by(instrument: str) -> tuple[Questionnaire, Item | None]:
    """The questionnaire, and the item if the scores are a daily rating."""
    if instrument.endswith(".toml"):
        try:
            return _with_total(load_questionnaire(Path(instrument))), None
        except CatalogueError as error:
            refuse(str(error))
    code, slash, link_id = instrument.partition("/")
    questionnaires = load_questionnaires(instruments_folder())
    questionnaire = questionnaires.get(code)
    if questionnaire is None:
        refuse(f"there is no instrument {code!r}; there are {', '.join(questionnaires)}")
    if not slash:
        return _with_total(questionnaire), None
    items = [i for i in questionnaire.items if (i.link_id, i.kind) == (link_id, ItemKind.RATING)]
    if not items:
        refuse(f"{code} has no rating {link_id!r}; it has {_ratings(questionnaire) or 'none'}")
    return questionnaire, items[0]


def _with_total(questionnaire: Questionnaire) -> Questionnaire:
    code, ratings = questionnaire.code, _ratings(questionnaire)
    if questionnaire.scoring is None:
        named = f": name one of its ratings, {code}/{ratings}" if ratings else ""
        refuse(f"{code} has no total{named}")
    return questionnaire


def _ratings(questionnaire: Questionnaire) -> str:
    return " or ".join(i.link_id for i in questionnaire.items if i.kind is ItemKind.RATING)


def _scale(
    questionnaire: Questionnaire, item: Item | None
) -> tuple[tuple[float, float], ChangeRules]:
    if item:
        return (item.minimum, item.maximum), rules_for_rating(item)
    if questionnaire.scoring is None:
        return (-math.inf, math.inf), rules_for_score(questionnaire)
    return total_range(questionnaire, questionnaire.scoring), rules_for_score(questionnaire)


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        refuse(f"--timezone {name}: not an IANA zone like America/Chicago")


def _instant(written: str | None, zone: tzinfo) -> datetime | None:
    if written is None:
        return None
    try:
        at = datetime.combine(date.fromisoformat(written), time.max)
    except ValueError:
        try:
            at = datetime.fromisoformat(written)
        except ValueError:
            refuse(f"--as-of {written}: not an ISO date or date-time such as 2026-03-02")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        refuse(f"--as-of {written}: not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return on_the_clock_of(zone, at if at.tzinfo else at.replace(tzinfo=zone))
