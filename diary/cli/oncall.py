"""``diary oncall``: who is paged when an alert opens, and in which order."""

import sys
from datetime import time
from typing import Annotated, NoReturn

import typer
from sqlalchemy import select

from diary.bootstrap import build
from diary.cli import PLAIN
from diary.services import ladders
from diary.services.fields import InvalidFieldsError
from diary.settings import Settings
from diary.store.people import Organization

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

oncall = typer.Typer(no_args_is_help=True, help="Who is paged for alerts.", **PLAIN)

_WORDS = {
    "phone": "not a phone number that takes texts",
    "phone_taken": "this number is on the ladder already",
    "sign_in_name": "nobody with this sign-in name works at the clinic",
    "position": "another person stands at this position",
    "wait": "the wait must be between 1 and 240 minutes",
}


@oncall.command("add")
def add(
    sign_in_name: str,
    sender: Annotated[str, typer.Option(help="the clinic, by the number it texts from")],
    phone: Annotated[str, typer.Option(help="where they are paged, E.164")],
    position: Annotated[int, typer.Option(min=1, help="1 is paged first")],
    wait_minutes: Annotated[int, typer.Option(help="then the next one is paged")] = 10,
    hours: Annotated[str, typer.Option(help="on call from-until; 00:00-00:00 is always")] = (
        "00:00-00:00"
    ),
    days: Annotated[str, typer.Option(help="on call on these days")] = ",".join(_DAYS),
) -> None:
    """Put a member of staff on the clinic's ladder. The last one is the supervisor."""
    services = build(Settings())
    from_local, until_local = _hours(hours)
    with services.sessions.begin() as session:
        clinic = session.scalars(select(Organization).where(Organization.sender == sender)).first()
        if clinic is None:
            _fail(f"--sender {sender}: no clinic texts from this number")
        try:
            ladders.add_rung(
                session,
                clinic,
                sign_in_name=sign_in_name,
                phone=phone,
                position=position,
                wait_minutes=wait_minutes,
                from_local=from_local,
                until_local=until_local,
                weekdays=_weekdays(days),
            )
        except InvalidFieldsError as invalid:
            session.rollback()
            _fail("; ".join(_WORDS.get(code, code) for code in invalid.errors.values()))
    print(f"{sign_in_name}: on the ladder at position {position}")


@oncall.command("list")
def show(sender: Annotated[str, typer.Option(help="the clinic, by its number")]) -> None:
    """Print a clinic's ladder in the order of paging."""
    with build(Settings()).readers() as session:
        clinic = session.scalars(select(Organization).where(Organization.sender == sender)).first()
        if clinic is None:
            _fail(f"--sender {sender}: no clinic texts from this number")
        for rung, name in ladders.rungs(session, clinic):
            days = ",".join(_DAYS[day] for day in sorted(rung.weekdays))
            hours = f"{rung.from_local:%H:%M}-{rung.until_local:%H:%M}"
            print(f"{rung.position}  {name}  {hours}  {days}  then {rung.wait_minutes} minutes")


def _hours(text: str) -> tuple[time, time]:
    try:
        first, last = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        _fail(f"--hours {text}: not like 08:00-18:00")
    return first, last


def _weekdays(text: str) -> list[int]:
    names = [name.strip().lower() for name in text.split(",")]
    if unknown := [name for name in names if name not in _DAYS]:
        _fail(f"--days {text}: {', '.join(unknown)} is no day like mon")
    return sorted({_DAYS.index(name) for name in names})


def _fail(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(2)
