"""``diary trend``: what the statistics say about one series of scores."""

import json
import math
from datetime import date, datetime, tzinfo
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
from diary.domain.scorer import Scorer
from diary.domain.scores import Score
from diary.domain.series_csv import SeriesCsvError, parse_infusions, parse_scores
from diary.domain.trend_report import trend_report
from diary.domain.trends import ChangeRules
from diary.gateways.catalogue import load_questionnaires
from diary.resources import instruments_folder


def trend(
    scores: Annotated[Path, typer.Argument(help="CSV with the columns at,value")],
    instrument: Annotated[
        str, typer.Option(help="whose scores they are: phq9, or a rating such as daily/mood")
    ],
    infusions: Annotated[
        Path | None, typer.Option(help="CSV with the column at; without it there were none")
    ] = None,
    timezone: Annotated[str, typer.Option(help="of instants without an offset")] = "UTC",
    as_of: Annotated[
        str | None, typer.Option(help="look no further than this date or instant")
    ] = None,
    course_gap_days: Annotated[
        float, typer.Option(help="a pause longer than this begins a new course")
    ] = COURSE_GAP_DAYS,
) -> None:
    """Print baseline, changes, how long each gain held, watch and forecast as JSON."""
    questionnaire, item = _measured_by(instrument)
    zone = _zone(timezone)
    bounds, rules = _scale(questionnaire, item)
    try:
        readings = parse_scores(read_text(scores), name=str(scores), zone=zone, bounds=bounds)
        given = (
            parse_infusions(read_text(infusions), name=str(infusions), zone=zone)
            if infusions
            else ()
        )
    except SeriesCsvError as error:
        refuse(str(error))
    if not (math.isfinite(course_gap_days) and course_gap_days > 0):
        refuse(f"--course-gap-days {course_gap_days:g}: must be more than 0")
    report = trend_report(
        readings,
        given,
        rules,
        instrument=instrument,
        kind=SeriesKind.DAILY if item else SeriesKind.SCORES,
        now=_instant(as_of, zone),
        course_gap_days=course_gap_days,
    )
    print(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))


def _measured_by(instrument: str) -> tuple[Questionnaire, Item | None]:
    """The questionnaire, and the item if the scores are a daily rating."""
    code, slash, link_id = instrument.partition("/")
    questionnaires = load_questionnaires(instruments_folder())
    questionnaire = questionnaires.get(code)
    if questionnaire is None:
        refuse(f"there is no instrument {code!r}; there are {', '.join(questionnaires)}")
    if not slash:
        if questionnaire.scoring is None:
            refuse(
                f"{code} has no total: name one of its ratings, {code}/{_ratings(questionnaire)}"
            )
        return questionnaire, None
    items = [i for i in questionnaire.items if (i.link_id, i.kind) == (link_id, ItemKind.RATING)]
    if not items:
        refuse(f"{code} has no rating {link_id!r}; it has {_ratings(questionnaire) or 'none'}")
    return questionnaire, items[0]


def _ratings(questionnaire: Questionnaire) -> str:
    return " or ".join(i.link_id for i in questionnaire.items if i.kind is ItemKind.RATING)


def _scale(
    questionnaire: Questionnaire, item: Item | None
) -> tuple[tuple[float, float], ChangeRules]:
    if item:
        return (item.minimum, item.maximum), rules_for_rating(item)
    return _totals(questionnaire), rules_for_score(questionnaire)


def _totals(questionnaire: Questionnaire) -> tuple[float, float]:
    """The lowest and the highest total there can be."""
    scorer = Scorer(questionnaire)
    lowest = scorer.assess([item.minimum for item in scorer.items])
    highest = scorer.assess([item.maximum for item in scorer.items])
    if not (isinstance(lowest, Score) and isinstance(highest, Score)):
        return -math.inf, math.inf
    return lowest.total, highest.total


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        refuse(f"--timezone {name}: not an IANA zone like America/Chicago")


def _instant(written: str | None, zone: tzinfo) -> datetime | None:
    if written is None:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        refuse(f"--as-of {written}: not an ISO date or date-time such as 2026-03-02")
    if len(written) == len(date.min.isoformat()):
        at = at.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return at if at.tzinfo else at.replace(tzinfo=zone)
