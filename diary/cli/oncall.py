"""``diary oncall``: who is paged when an alert opens, and in which order."""

from datetime import time
from typing import Annotated

import typer

from diary.cli import PLAIN
from diary.cli.opening import clinic_with, fail, opened
from diary.services import ladders
from diary.services.fields import InvalidFieldsError

_LAST = 1000
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

oncall = typer.Typer(no_args_is_help=True, help="Who is paged for alerts.", **PLAIN)

_WORDS = {
    "phone": "not a phone number that takes texts",
    "phone_taken": "this number is on the ladder already",
    "phone_is_clinic": "this is the number that the clinic texts from",
    "phone_is_patient": "this is a patient's number",
    "sign_in_name": "nobody with this sign-in name works at the clinic",
    "position": "another person stands at this position",
    "wait": "the wait must be between 1 and 240 minutes",
}


@oncall.command("add")
def add(
    sign_in_name: str,
    sender: Annotated[str, typer.Option(help="the clinic, by the number it texts from")],
    phone: Annotated[str, typer.Option(help="where they are paged, E.164")],
    position: Annotated[int, typer.Option(min=1, max=_LAST, help="1 is paged first")],
    wait_minutes: Annotated[int, typer.Option(help="then the next one is paged")] = 10,
    hours: Annotated[str, typer.Option(help="on call from-until; 00:00-00:00 is always")] = (
        "00:00-00:00"
    ),
    days: Annotated[str, typer.Option(help="on call on these days")] = ",".join(_DAYS),
) -> None:
    """Put a member of staff on the clinic's ladder. The last one is the supervisor."""
    from_local, until_local = _hours(hours)
    with opened() as services, services.sessions.begin() as session:
        clinic = clinic_with(session, sender)
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
            fail("; ".join(_WORDS.get(code, code) for code in invalid.errors.values()))
    print(f"{sign_in_name}: on the ladder at position {position}")


@oncall.command("list")
def show(sender: Annotated[str, typer.Option(help="the clinic, by its number")]) -> None:
    """Print a clinic's ladder in the order of paging."""
    with opened() as services, services.readers() as session:
        clinic = clinic_with(session, sender)
        for rung, name in ladders.rungs(session, clinic):
            days = ",".join(_DAYS[day] for day in sorted(rung.weekdays))
            hours = f"{rung.from_local:%H:%M}-{rung.until_local:%H:%M}"
            print(f"{rung.position}  {name}  {hours}  {days}  then {rung.wait_minutes} minutes")


@oncall.command("remove")
def remove(
    sender: Annotated[str, typer.Option(help="the clinic, by its number")],
    position: Annotated[int, typer.Option(min=1, max=_LAST, help="where they stand")],
) -> None:
    """Take whoever stands at a position off the ladder."""
    with opened() as services, services.sessions.begin() as session:
        clinic = clinic_with(session, sender)
        try:
            if not ladders.remove_rung(session, clinic, position):
                fail(f"--position {position}: nobody stands there")
        except InvalidFieldsError:
            fail(f"--position {position}: nobody else is on call; add somebody first")
    print(f"position {position}: off the ladder")


def _hours(text: str) -> tuple[time, time]:
    try:
        first, last = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        fail(f"--hours {text}: not like 08:00-18:00")
    if first.tzinfo or last.tzinfo:
        fail(f"--hours {text}: they are the clinic's own, without a zone")
    return first, last


def _weekdays(text: str) -> list[int]:
    names = [name.strip().lower() for name in text.split(",")]
    if unknown := [name for name in names if name not in _DAYS]:
        fail(f"--days {text}: {', '.join(unknown)} is no day like mon")
    return sorted({_DAYS.index(name) for name in names})
