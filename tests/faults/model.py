"""What a patient is to be asked, worked out minute by minute, with none of its rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.store.care import Infusion, Prompt, PromptStatus
from diary.store.messaging import Purpose
from tests.factories import CHICAGO
from tests.services.own_plan import content_of

ASKED_AT = (time(12), time(18))
"""When each version of the plan asks, by the patient's clock."""
DAYS = 10
REQUESTED, CANCELLED = PromptStatus.REQUESTED, PromptStatus.CANCELLED


@dataclass
class Known:
    """What the model knows of a patient."""

    phone: str
    zone: str
    version: int = 0
    is_stopped: bool = False
    paused_until: datetime | None = None
    start_waits: bool = False
    """A START, which ends every pause, waits for its turn."""
    infusions: list[UUID] = field(default_factory=list)


def against(known: Known, purpose: Purpose, now: datetime) -> Iterator[str]:
    """What is wrong with a text that the patient did not ask for."""
    if not time(9) <= now.astimezone(ZoneInfo(known.zone)).time() < time(20):
        yield "at night"
    if known.is_stopped:
        yield "after an opt-out"
    if purpose is not Purpose.INVITATION and known.paused_until and now < known.paused_until:
        yield "in a pause"


def version_of(number: int) -> dict:
    """The plan's content: each version has its own time of day, and its own name for the same."""
    check_in = {
        "code": f"day{number}",
        "days": [{"from": 1, "to": DAYS}],
        "at": f"{ASKED_AT[number]:%H:%M}",
        "window": "PT12H",
        "reminder": "PT3H",
        "questionnaires": ["daily"],
    }
    return content_of(str(number), check_in)


def compare(
    known: Known, prompts: Sequence[Prompt], given: Sequence[Infusion], now: datetime
) -> int:
    """Hold the prompts of a patient against the model; how many are still to be asked."""
    zone = ZoneInfo(known.zone)
    wanted = {
        (infusion_id, day): at for infusion_id, day, at in naive_schedule(known, given) if at > now
    }
    stands = {
        (prompt.anchor_id, prompt.occurrence): prompt
        for prompt in prompts
        if prompt.check_in == f"day{known.version}" and prompt.status is not CANCELLED
    }
    waits = {
        key: prompt.due_at
        for key, prompt in stands.items()
        if prompt.status is REQUESTED and prompt.due_at > now and not prompt.releases
    }
    assert waits.items() <= wanted.items(), "to be asked when nothing calls for it"
    asked_on = {p.due_at.astimezone(zone).date() for p in prompts if p.releases}
    for key, at in wanted.items():
        is_done = key in stands or at.astimezone(zone).date() in asked_on
        assert is_done, f"nobody will ask on {at}"
    return len(waits)


def naive_schedule(known: Known, given: list[Infusion]) -> Iterator[tuple[UUID, int, datetime]]:
    """Minute by minute: the first one after each noon or evening at which asking is allowed."""
    zone = ZoneInfo(known.zone)
    ordered = sorted(given, key=lambda infusion: infusion.started_at)
    rests = [(i.started_at, (i.ended_at or i.started_at) + timedelta(hours=2)) for i in ordered]
    for infusion, following in zip_longest(ordered, ordered[1:]):
        first: date = infusion.started_at.astimezone(ZoneInfo(CHICAGO)).date()
        for day in range(1, DAYS + 1):
            wall = datetime.combine(first + timedelta(days=day), ASKED_AT[known.version], zone)
            at = wall.astimezone(UTC)
            while not is_free(at, zone, rests):
                at += timedelta(minutes=1)
            if following is None or at < following.started_at:
                yield infusion.id, day, at


def is_free(at: datetime, zone: ZoneInfo, rests: list[tuple[datetime, datetime]]) -> bool:
    is_open = time(9) <= at.astimezone(zone).time() < time(20)
    return is_open and not any(start <= at < end for start, end in rests)
