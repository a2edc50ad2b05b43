"""``diary cohort``: what the statistics say about many patients together."""

import json
from dataclasses import replace
from datetime import UTC
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
from diary.domain.cohort_csv import parse_cohort
from diary.domain.cohort_report import cohort_report
from diary.domain.cohort_views import By, Counting
from diary.domain.series_csv import SeriesCsvError


def cohort(
    scores: Annotated[Path, typer.Argument(help="CSV with the columns patient,at,value")],
    infusions: Annotated[
        Path,
        typer.Argument(help="CSV with the columns patient,at and route, dose_mg_per_kg, plan"),
    ],
    instrument: Annotated[
        str, typer.Option(help="whose scores they are: phq9, or a questionnaire's own TOML file")
    ],
    counting: Annotated[
        Counting, typer.Option(help="each patient's first course, every course, or every infusion")
    ] = Counting.FIRST,
    by: Annotated[By | None, typer.Option(help="what the groups are that are compared")] = None,
    timezone: Zone = None,
    as_of: AsOf = None,
    reliable_change: OwnPoints = None,
    sd: OwnSd = None,
    reliability: OwnReliability = None,
) -> None:
    """Print response, remission, time to symptom return, re-treatment and a mixed model as JSON.

    What each key means is in docs/cohort.md.
    """
    questionnaire, item = measured_by(instrument)
    if item:
        refuse(f"{instrument} is a daily rating: a cohort is judged by a questionnaire's total")
    zone = read_zone(timezone)
    bounds, rules = scale_of(questionnaire, None)
    own = own_reliable_change(reliable_change, sd, reliability)
    try:
        patients = parse_cohort(
            read_text(scores),
            read_text(infusions),
            names=(str(scores), str(infusions)),
            zone=zone,
            bounds=bounds,
        )
    except SeriesCsvError as error:
        refuse(str(error))
    report = cohort_report(
        patients,
        rules if own is None else replace(rules, reliable_change=own),
        instrument=questionnaire.code,
        counting=counting,
        by=by or By.NOTHING,
        now=read_as_of(as_of, zone or UTC),
    )
    print(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))
