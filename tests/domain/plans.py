"""The shipped plan and what tests of the schedule count with."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.domain.open_hours import PatientHours
from diary.domain.plan import AnchorKind, Plan
from diary.domain.plan_file import parse_plan
from diary.domain.schedule import Anchor
from diary.resources import instruments_folder, plans_folder

QUESTIONNAIRES = tuple(path.stem for path in sorted(instruments_folder().glob("*.toml")))


@cache
def standard() -> Plan:
    text = (plans_folder() / "standard.toml").read_text(encoding="utf-8")
    return parse_plan(tomllib.loads(text), QUESTIONNAIRES)


def plan_of(*check_ins: dict) -> Plan:
    content = {"code": "p", "version": "1", "title": {"en": "P"}, "check_ins": list(check_ins)}
    return parse_plan(content, QUESTIONNAIRES)


def hours_in(timezone: str, *, preferred: time = time(10), minutes_later: int = 0) -> PatientHours:
    return PatientHours(timezone, preferred, time(9), time(20), minutes_later)


def infusion(
    ended_at: datetime,
    number: int = 1,
    *,
    kind: AnchorKind = AnchorKind.INFUSION,
    day_zero: date | None = None,
) -> Anchor:
    """An infusion of 40 minutes; its date is UTC's unless told otherwise."""
    started_at = ended_at - timedelta(minutes=40)
    return Anchor(UUID(int=number), kind, started_at, ended_at, day_zero or started_at.date())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(instant: datetime, timezone: str) -> str:
    return instant.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M %Z")
