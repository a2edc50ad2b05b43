"""The scores and infusions of many patients, from the text of two CSV files.

Scores have the columns ``patient,at,value``, infusions ``patient,at`` and, where they are known,
``route``, ``dose_mg_per_kg`` and ``plan``. All else is as in ``series_csv``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from diary.domain.series import Reading
from diary.domain.series_csv import (
    SeriesCsvError,
    is_untimed,
    read_instant,
    read_number,
    read_scores,
    rows_of,
)

_HIGHEST_DOSE = 20.0
"""mg/kg: far beyond any route, so that milligrams are not taken for mg/kg."""


@dataclass(frozen=True, slots=True)
class Given:
    """An infusion as a file has it."""

    at: datetime
    route: str | None = None
    dose_mg_per_kg: float | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Treated:
    """One patient: the scores and the infusions, each in order of time."""

    readings: tuple[Reading, ...] = ()
    infusions: tuple[Given, ...] = ()


def parse_cohort(
    scores: str,
    infusions: str,
    *,
    names: tuple[str, str] = ("scores", "infusions"),
    zone: tzinfo | None = None,
    bounds: tuple[float, float] | None = None,
) -> Mapping[str, Treated]:
    """Every patient that either file names, by name; ``names`` are those of the files."""
    given: dict[tuple[str, datetime], tuple[int, Given]] = {}
    untimed: dict[tuple[str, date], str] = {}
    for row, cells in rows_of(infusions, names[1], ("patient", "at"), ("route", _DOSE, "plan")):
        where = f"{names[1]}, row {row}"
        infusion = _given(cells, zone, where)
        key = cells["patient"], infusion.at
        first_row, first = given.setdefault(key, (row, infusion))
        if infusion != first:
            raise SeriesCsvError(
                f"{where}: the infusion of {cells['at']} is otherwise in row {first_row}"
            )
        if is_untimed(infusion.at):
            untimed[cells["patient"], infusion.at.date()] = where
    rows = rows_of(scores, names[0], ("patient", "at", "value"))
    readings = read_scores(rows, names[0], zone, bounds, untimed)
    by_patient: dict[str, list[Given]] = {}
    for (patient, _), (_, infusion) in given.items():
        by_patient.setdefault(patient, []).append(infusion)
    return {
        patient: Treated(
            readings.get(patient, ()),
            tuple(sorted(by_patient.get(patient, ()), key=lambda each: each.at)),
        )
        for patient in sorted({*readings, *by_patient})
    }


_DOSE = "dose_mg_per_kg"


def _given(cells: Mapping[str, str], zone: tzinfo | None, where: str) -> Given:
    dose = None
    if cells[_DOSE]:
        dose = read_number(cells[_DOSE], (0, math.inf), f"{where}, column {_DOSE}")
        if not 0 < dose <= _HIGHEST_DOSE:
            raise SeriesCsvError(
                f"{where}, column {_DOSE}: {cells[_DOSE]} is not above 0 and at most"
                f" {_HIGHEST_DOSE:g} mg/kg"
            )
    at = read_instant(cells["at"], zone, f"{where}, column at")
    return Given(at, cells["route"] or None, dose, cells["plan"] or None)
