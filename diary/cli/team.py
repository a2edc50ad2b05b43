"""``diary staff``: who signs in at a clinic, and what they may change."""

import sys
from typing import Annotated

import typer

from diary.cli import PLAIN
from diary.cli.opening import clinic_with, fail, opened
from diary.services import staff
from diary.services.fields import InvalidFieldsError
from diary.services.team import Member, change, end, let_in_again, members
from diary.store.people import StaffRole

team = typer.Typer(no_args_is_help=True, help="Staff accounts.", **PLAIN)

_Sender = Annotated[str, typer.Option(help="the clinic, by the number it texts from")]


@team.command("add")
def add_staff(
    sign_in_name: str,
    sender: _Sender,
    display_name: Annotated[str, typer.Option(help="as colleagues know them")],
    role: Annotated[
        StaffRole | None, typer.Option(help="the first of a clinic is its owner otherwise")
    ] = None,
) -> None:
    """Add a staff account; the password is asked for, or read from standard input."""
    if not display_name.isprintable():
        fail(f"--display-name {display_name!r}: there are characters in it that cannot be seen")
    password = _password()
    with opened() as services, services.sessions.begin() as session:
        organization = clinic_with(session, sender)
        try:
            staff.add_practitioner(
                session,
                organization,
                sign_in_name=sign_in_name,
                display_name=display_name,
                password=password,
                now=services.clock(),
                role=role,
            )
        except InvalidFieldsError as error:
            session.rollback()
            fail(_WORDS.get(next(iter(error.errors.values())), str(error)))
    print(f"{sign_in_name}: added")


@team.command("list")
def list_staff(
    sender: _Sender,
) -> None:
    """List a clinic's staff accounts."""
    with opened() as services, services.readers() as session:
        organization = clinic_with(session, sender)
        for each in members(session, organization.id):
            standing = "closed" if each.ended_at else each.role.value
            print(f"{each.sign_in_name}  {each.display_name}  {standing}")


@team.command("change")
def change_staff(
    sign_in_name: str,
    sender: _Sender,
    role: Annotated[StaffRole | None, typer.Option(help="what they may change")] = None,
    close: Annotated[
        bool | None, typer.Option("--close/--open", help="shut them out, or let them in again")
    ] = None,
) -> None:
    """Change what somebody may do. A clinic keeps an owner who can sign in."""
    with opened() as services, services.sessions.begin() as session:
        organization = clinic_with(session, sender)
        name = staff.normal_name(sign_in_name)
        found = [m for m in members(session, organization.id) if m.sign_in_name == name]
        if not found:
            fail(f"{sign_in_name}: nobody signs in by this name at the clinic")
        [member], now = found, services.clock()
        try:
            if role is not None:
                values = Member(member.display_name, role, member.language)
                change(session, member, values, now, None)
            if close is False:
                let_in_again(session, member, now, None)
            elif close:
                end(session, member, now, None)
        except InvalidFieldsError as error:
            session.rollback()
            fail(_WORDS.get(next(iter(error.errors.values())), str(error)))
    print(f"{sign_in_name}: changed")


_WORDS = {
    "password_short": f"the password needs {staff.SHORTEST_PASSWORD} characters or more",
    "taken": "this sign-in name is taken",
    "required": "a sign-in name is needed",
    "last_owner": "nobody else owns the clinic: make somebody else an owner first",
    "on_ladder": "they are on call: take them off the ladder first",
}


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        typed = sys.stdin.readline().rstrip("\n")
        typed.encode()
    except UnicodeError:
        fail("the password is not in UTF-8")
    return typed
