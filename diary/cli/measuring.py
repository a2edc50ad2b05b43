"""What the commands of the statistics are asked: whose scores, by which rules, until when."""

import math
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from diary.cli.known import known_questionnaires
from diary.cli.refusal import refuse
from diary.domain.change_rules import rules_for_rating, rules_for_score
from diary.domain.item import Item, ItemKind
from diary.domain.questionnaire import Questionnaire
from diary.domain.series import on_the_clock_of
from diary.domain.series_csv import FIRST_YEAR, LAST_YEAR
from diary.domain.total_range import total_range
from diary.domain.trends import ChangeRules, reliable_change_points
from diary.gateways.catalogue import CatalogueError, load_questionnaire

Zone = Annotated[
    str | None,
    typer.Option(
        help="the patient's zone: of instants without an offset (UTC if left out), and of days"
    ),
]
AsOf = Annotated[str | None, typer.Option(help="look no further than this date or instant")]
OwnPoints = Annotated[
    float | None, typer.Option(help="points that count as reliable, in place of the published")
]
OwnSd = Annotated[
    float | None, typer.Option(help="with --reliability: the SD to work a reliable change from")
]
OwnReliability = Annotated[
    float | None, typer.Option(help="of the scale, 0 to 1: RC = 1.96 sqrt(2) SD sqrt(1 - r)")
]


def own_reliable_change(
    points: float | None, sd: float | None, reliability: float | None
) -> float | None:
    """The points of ``--reliable-change``, or those that ``--sd`` and ``--reliability`` imply."""
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


def measured_by(instrument: str) -> tuple[Questionnaire, Item | None]:
    """The questionnaire, and the item if the scores are a daily rating."""
    if instrument.endswith(".toml"):
        try:
            return _with_total(load_questionnaire(Path(instrument))), None
        except CatalogueError as error:
            refuse(str(error))
    code, slash, link_id = instrument.partition("/")
    questionnaires = known_questionnaires()
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


def scale_of(
    questionnaire: Questionnaire, item: Item | None
) -> tuple[tuple[float, float], ChangeRules]:
    """The ends of the scale, and what counts as change on it."""
    if item:
        return (item.minimum, item.maximum), rules_for_rating(item)
    if questionnaire.scoring is None:
        return (-math.inf, math.inf), rules_for_score(questionnaire)
    return total_range(questionnaire, questionnaire.scoring), rules_for_score(questionnaire)


def read_zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        refuse(f"--timezone {name}: not an IANA zone like America/Chicago")


def read_as_of(written: str | None, zone: tzinfo) -> datetime | None:
    """The instant that was written; of a date its last."""
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
