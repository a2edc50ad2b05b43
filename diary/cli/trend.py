"""``diary trend``: what the statistics say about one series of scores."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from diary.cli.measuring import (
    AsOf,
    OwnPoints,
    OwnReliability,
    OwnSd,
    Zone,
    measured_by,
    own_reliable_change,
    read_as_of,
    read_zone,
    scale_of,
)
from diary.cli.refusal import read_text, refuse
from diary.domain.durability import SeriesKind
from diary.domain.episodes import COURSE_GAP_DAYS
from diary.domain.series import Reading
from diary.domain.series_csv import (
    SeriesCsvError,
    Untimed,
    parse_infusions,
    parse_scores,
    untimed_infusions,
)
from diary.domain.trend_report import trend_report

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
    timezone: Zone = None,
    as_of: AsOf = None,
    course_gap_days: Annotated[
        float, typer.Option(help="a pause of this many days or more begins a new course")
    ] = COURSE_GAP_DAYS,
    reliable_change: OwnPoints = None,
    sd: OwnSd = None,
    reliability: OwnReliability = None,
) -> None:
    """Print baseline, changes, how long each gain held, watch and forecast as JSON.

    What each key means is in docs/trend.md; the definitions in short are in the output.
    """
    questionnaire, item = measured_by(instrument)
    zone = read_zone(timezone)
    bounds, rules = scale_of(questionnaire, item)
    own = own_reliable_change(reliable_change, sd, reliability)
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
        now=read_as_of(as_of, zone or UTC),
        course_gap_days=course_gap_days,
    )
    print(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))


def _series(
    scores: Path, infusions: Path | None, zone: tzinfo | None, bounds: tuple[float, float]
) -> tuple[tuple[Reading, ...], tuple[datetime, ...]]:
    given: tuple[datetime, ...] = ()
    untimed: Untimed = {}
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
