"""``diary plans preview``: every text of a plan for one patient, before anybody gets it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from diary.cli.known import known_questionnaires
from diary.cli.refusal import refuse
from diary.domain.asking import questions_of
from diary.domain.open_hours import LONGEST_SPREAD, PatientHours, are_lawful
from diary.domain.plan import Channel, Plan
from diary.domain.plan_file import PlanError, parse_plan
from diary.domain.plan_preview import PreviewedText
from diary.domain.plan_preview import preview as preview_plan
from diary.domain.questionnaire import LANGUAGES, Questionnaire
from diary.domain.texts import PlannedText
from diary.gateways.catalogue import CatalogueError, read_toml
from diary.gateways.plans import load_plans
from diary.resources import plans_folder
from diary.services.fields import read_clock
from diary.services.hours import known_zones

_LONGEST_DAYS = 3660


def preview(
    plan: Annotated[str, typer.Argument(help="a plan's code, or the path of its TOML")],
    timezone: Annotated[str, typer.Option(help="where the patient is, like America/Chicago")],
    infusion: Annotated[
        list[str] | None,
        typer.Option(help="when one begins, by the patient's clock: 2026-12-01T10:00; repeatable"),
    ] = None,
    enrolled: Annotated[str, typer.Option(help="when the patient was enrolled")] = "",
    preferred: Annotated[str, typer.Option(help="the time of day the patient likes")] = "09:00",
    language: Annotated[str, typer.Option(help="the patient's language: en or es")] = "en",
    opens: Annotated[str, typer.Option(help="no texts before")] = "09:00",
    closes: Annotated[str, typer.Option(help="no texts from")] = "20:00",
    prompts_a_day: Annotated[str, typer.Option(help="texts that ask, at most, on one day")] = "3",
    own_minute: Annotated[
        str, typer.Option(help="this patient's share of the clinic's spread, in minutes")
    ] = "0",
    days: Annotated[str, typer.Option(help="how far, from the last of what is given")] = "60",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a text")] = False,
) -> None:
    """List what would be sent and when, to a patient who never answers.

    Every infusion is taken as planned ahead and then given, 40 minutes long.
    """
    questionnaires = known_questionnaires()
    if timezone not in known_zones():
        refuse(f"--timezone {timezone}: not an IANA zone like America/Chicago")
    if language not in LANGUAGES:
        refuse(f"--language must be {' or '.join(LANGUAGES)}, not {language!r}")
    hours = PatientHours(
        timezone,
        _clock("--preferred", preferred),
        *_hours(opens, closes),
        minutes_later=_whole("--own-minute", own_minute, 0, LONGEST_SPREAD),
    )
    most = _whole("--prompts-a-day", prompts_a_day, 1, 100)
    span = timedelta(days=_whole("--days", days, 1, _LONGEST_DAYS))
    zone = ZoneInfo(timezone)
    starts = [_instant("--infusion", text, zone) for text in infusion or []]
    begun = [_instant("--enrolled", enrolled, zone)] if enrolled else []
    if not starts and not begun:
        refuse("give an --infusion or when the patient was --enrolled, or both")
    try:
        until = max([*starts, *begun]) + span
    except OverflowError:
        refuse("--days: beyond the end of the calendar")
    found = _find(plan, questionnaires)
    for text in preview_plan(found, starts, begun, hours, until, most):
        row = _Row(text, zone, questionnaires, language)
        print(json.dumps(row.as_json(), ensure_ascii=False) if as_json else row.as_line())


@dataclass(frozen=True, slots=True)
class _Row:
    previewed: PreviewedText
    zone: ZoneInfo
    questionnaires: Mapping[str, Questionnaire]
    language: str

    @property
    def text(self) -> PlannedText:
        return self.previewed.text

    def as_line(self) -> str:
        local = self.text.at.astimezone(self.zone)
        parts = [
            f"{local:%Y-%m-%d %H:%M %Z}",
            f"{self.text.at:%Y-%m-%dT%H:%MZ}",
            " + ".join(slot.key.check_in for slot in self.text.slots),
            " + ".join(self._asked()),
            "not sent: daily cap" if self.text.is_dropped else self.text.channel.value,
        ]
        if self.text.remind_at:
            parts.append(f"reminder {self.text.remind_at.astimezone(self.zone):%a %H:%M}")
        if self.previewed.shift:
            parts.append(f"shifted from {self._due():%a %H:%M}")
        return "  ".join(parts)

    def as_json(self) -> dict[str, Any]:
        text = self.text
        return {
            "local": text.at.astimezone(self.zone).isoformat(timespec="minutes"),
            "zone": f"{text.at.astimezone(self.zone):%Z}",
            "utc": text.at.isoformat(timespec="minutes"),
            "check_ins": [slot.key.check_in for slot in text.slots],
            "days": [slot.key.occurrence for slot in text.slots],
            "questionnaires": self._asked(),
            "closes": max(s.closes_at for s in text.slots).isoformat(timespec="minutes"),
            "channel": text.channel.value,
            "reminder": text.remind_at and text.remind_at.isoformat(timespec="minutes"),
            "shifted_from": self._due().isoformat(timespec="minutes")
            if self.previewed.shift
            else None,
            "not_sent": "daily_cap" if text.is_dropped else None,
            "asks": None if text.channel is Channel.LINK else self._first_question(),
        }

    def _asked(self) -> list[str]:
        return list(dict.fromkeys(q for slot in self.text.slots for q in slot.questionnaires))

    def _first_question(self) -> str | None:
        for code in self._asked():
            questionnaire = self.questionnaires[code]
            for asked in questions_of(questionnaire):
                for group in questionnaire.groups:
                    if set(asked.items) <= set(group.items):
                        return group.ask.get(self.language, group.ask["en"])
        return None

    def _due(self) -> datetime:
        return self.previewed.nominal_at.astimezone(self.zone)


def _find(plan: str, questionnaires: Mapping[str, Questionnaire]) -> Plan:
    path = Path(plan)
    try:
        if path.suffix == ".toml":
            return parse_plan(read_toml(path), questionnaires)
        shipped = load_plans(plans_folder(), questionnaires)
    except (CatalogueError, PlanError) as error:
        said = str(error).removeprefix(f"{plan}: ")
        refuse(f"{plan}: {said}")
    if plan not in shipped:
        refuse(f"there is no plan {plan!r}; there are {', '.join(shipped)}, or a path to a .toml")
    return shipped[plan]


def _instant(option: str, text: str, zone: ZoneInfo) -> datetime:
    try:
        local = datetime.fromisoformat(text)
        instant = (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
        instant + timedelta(days=_LONGEST_DAYS * 2)
    except (ValueError, OverflowError):
        refuse(f"{option} {text}: not a date and time like 2026-12-01T10:00")
    if instant.year < 1900:
        refuse(f"{option} {text}: not a date and time like 2026-12-01T10:00")
    if not local.tzinfo and instant.astimezone(zone).replace(tzinfo=None) != local:
        refuse(f"{option} {text}: the clocks of {zone.key} skip that time")
    return instant


def _hours(opens: str, closes: str) -> tuple[time, time]:
    hours = _clock("--opens", opens), _clock("--closes", closes)
    if not are_lawful(*hours):
        refuse("texts may go out between 08:00 and 21:00 at most")
    return hours


def _clock(option: str, text: str) -> time:
    clock = read_clock(text)
    if clock is None:
        refuse(f"{option} {text}: not a time like 09:00")
    return clock


def _whole(option: str, text: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and lowest <= int(text) <= highest):
        refuse(f"{option} {text}: not a whole number from {lowest} to {highest}")
    return int(text)
