"""Plans as data: which check-ins go with an infusion, and when (FHIR PlanDefinition).

A plan is read from a TOML file (see ``diary/plans/``), checked once and never edited: a change is a
new ``version``.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class PlanError(ValueError):
    """A plan file says something that cannot be: the message names where."""


class AnchorKind(StrEnum):
    """What a check-in's time counts from."""

    ENROLMENT = "enrolment"
    VISIT = "visit"
    """An infusion that is planned and not given yet: check-ins come before it."""
    INFUSION = "infusion"
    """An infusion that was given."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Real hours after the anchor's end, whatever the clocks do in between."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``first`` to ``last`` after the anchor's: negative before it, open-ended if ``None``.

    Every ``every`` days or, if ``weekdays`` are given (Monday 0), on those.
    """

    first: int
    last: int | None
    every: int = 1
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Calendar days around the anchor's in the patient's zone, at a wall-clock time.

    ``at_local`` is ``None`` for the time of day that the patient likes.
    """

    stretches: tuple[Stretch, ...]
    at_local: time | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    code: str
    anchor: AnchorKind
    when: Elapsed | CalendarDays
    window: timedelta
    """How long after it was due it is still worth asking and answering."""
    questionnaires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    version: str
    title: Mapping[str, str]
    check_ins: tuple[CheckIn, ...]


def parse_plan(data: Mapping[str, Any], questionnaires: Collection[str]) -> Plan:
    """A plan from the tables of its TOML file; ``PlanError`` names what is wrong.

    ``questionnaires`` are the codes that a check-in may ask.
    """
    code = data.get("code")
    if not isinstance(code, str) or not code:
        raise PlanError("a plan needs a code")
    check_ins = tuple(_check_in(entry, code, questionnaires) for entry in data.get("check_ins", ()))
    codes = [check_in.code for check_in in check_ins]
    if not codes or len(set(codes)) < len(codes):
        raise PlanError(f"{code}: needs check-ins, each with a code of its own")
    title = data.get("title", {"en": code})
    return Plan(code, str(data.get("version", "1")), MappingProxyType(dict(title)), check_ins)


def parse_duration(text: str) -> timedelta:
    """An ISO 8601 duration of days, hours and minutes: ``PT3H``, ``P1DT12H``."""
    match = _DURATION.fullmatch(text)
    if match is None or text in {"P", "PT"} or text.endswith("T"):
        raise PlanError(f"{text!r} is not a duration like PT3H")
    days, hours, minutes = (int(number or 0) for number in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _check_in(data: Mapping[str, Any], plan: str, questionnaires: Collection[str]) -> CheckIn:
    code = str(data.get("code", ""))
    where = f"{plan}: check-in {code or '?'}"
    asked = tuple(data.get("questionnaires", ()))
    if not code or not asked:
        raise PlanError(f"{where}: needs a code and questionnaires")
    if unknown := [name for name in asked if name not in questionnaires]:
        raise PlanError(f"{where}: unknown questionnaires {unknown}")
    if ("after" in data) == ("days" in data):
        raise PlanError(f"{where}: needs either `after` (hours) or `days`")
    when: Elapsed | CalendarDays
    if "after" in data:
        when = Elapsed(parse_duration(data["after"]))
    else:
        at = data.get("at", "preferred")
        when = CalendarDays(
            tuple(_stretch(entry, where) for entry in data["days"]),
            None if at == "preferred" else time.fromisoformat(at),
        )
    try:
        anchor = AnchorKind(data.get("anchor", "infusion"))
    except ValueError:
        raise PlanError(f"{where}: unknown anchor {data['anchor']!r}") from None
    return CheckIn(code, anchor, when, parse_duration(data.get("window", "PT20H")), asked)


def _stretch(data: Mapping[str, Any], where: str) -> Stretch:
    first, last, every = data.get("from"), data.get("to"), data.get("every", 1)
    if not isinstance(first, int) or not isinstance(every, int) or every < 1:
        raise PlanError(f"{where}: a stretch of days needs `from` and `every` >= 1")
    if last is not None and (not isinstance(last, int) or last < first):
        raise PlanError(f"{where}: a stretch of days ends before it begins")
    names = data.get("weekdays", ())
    if unknown := [name for name in names if name not in _WEEKDAYS]:
        raise PlanError(f"{where}: unknown weekdays {unknown}")
    return Stretch(first, last, every, frozenset(_WEEKDAYS.index(name) for name in names))
