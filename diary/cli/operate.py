"""``diary db``, ``diary clinic``, ``diary staff`` and ``diary keys``: setting up and keeping."""

import base64
import secrets
import sys
from datetime import UTC, datetime, time
from typing import Annotated
from zoneinfo import available_timezones

import typer
from sqlalchemy import select

from diary.cli import PLAIN
from diary.cli.opening import clinic_with, fail, opened
from diary.services import caseload, staff
from diary.services.enrolment import e164
from diary.services.fields import InvalidFieldsError
from diary.services.holds import hold
from diary.store.people import OptOutReplies, Organization, Patient, Practitioner
from diary.store.schema import drift, is_current, upgrade, write_migration

db = typer.Typer(no_args_is_help=True, help="The database: migrate, check, rebuild.", **PLAIN)
clinic = typer.Typer(no_args_is_help=True, help="Clinics.", **PLAIN)
team = typer.Typer(no_args_is_help=True, help="Staff accounts.", **PLAIN)


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest migration."""
    with opened() as services:
        upgrade(services.engine)
    print("the database is at the newest migration")


@db.command("check")
def check_database() -> None:
    """Say whether the database is at the newest migration and fits the program."""
    with opened() as services:
        if not is_current(services.engine):
            fail("the database is not at the newest migration: run `diary db upgrade`")
        if differences := drift(services.engine):
            fail("the database differs from the program:\n" + "\n".join(map(str, differences)))
    print("the database is at the newest migration and fits")


@db.command("revision")
def revise_database(message: str) -> None:
    """For developers: write the migration from the database to the models."""
    with opened() as services:
        write_migration(services.engine, message)


@db.command("rebuild")
def rebuild() -> None:
    """Compute the patient list and the outcomes anew from the observations."""
    with opened() as services:
        with services.readers() as session:
            patients = session.scalars(select(Patient.id)).all()
        for patient_id in patients:
            with services.sessions.begin() as session:
                patient = hold(session, patient_id)
                caseload.forget(session, patient)
                caseload.rewrite(session, services.catalogue, patient, services.clock())
    print(f"{len(patients)} patients")


@clinic.command("add")
def add_clinic(
    name: str,
    sender: Annotated[str, typer.Option(help="the clinic's number at the carrier, E.164")],
    timezone: Annotated[str, typer.Option(help="IANA zone, like America/Chicago")],
    contact_phone: Annotated[str, typer.Option(help="the number that patients may call")],
    opt_out_replies: Annotated[
        OptOutReplies, typer.Option(help="who answers STOP, START and HELP")
    ] = OptOutReplies.TWILIO,
    opens: Annotated[str, typer.Option(help="no texts before")] = "09:00",
    closes: Annotated[str, typer.Option(help="no texts from")] = "20:00",
    confirm_answers: Annotated[
        bool, typer.Option(help="reply to every answer, also to clean ones")
    ] = False,
) -> None:
    """Add a clinic with the number it texts from."""
    if e164(sender, sender) != sender:
        fail(f"--sender {sender}: not a phone number like +14325550100")
    if timezone not in available_timezones():
        fail(f"--timezone {timezone}: not an IANA zone like America/Chicago")
    open_local, close_local = _clock("--opens", opens), _clock("--closes", closes)
    if not time(8) <= open_local < close_local <= time(21):
        fail("texts may go out between 08:00 and 21:00 at most")
    with opened() as services, services.sessions.begin() as session:
        if session.scalars(select(Organization.id).where(Organization.sender == sender)).first():
            fail(f"--sender {sender}: another clinic has this number")
        session.add(
            Organization(
                name=name.strip(),
                timezone=timezone,
                sender=sender,
                contact_phone=contact_phone,
                opt_out_replies=opt_out_replies,
                quiet_until_local=open_local,
                quiet_from_local=close_local,
                confirms_answers=confirm_answers,
                default_plan="standard",
            )
        )
    print(f"{name}: added, texting from {sender}")


@clinic.command("list")
def list_clinics() -> None:
    """List the clinics."""
    with opened() as services, services.readers() as session:
        for organization in session.scalars(select(Organization).order_by(Organization.name)):
            print(f"{organization.sender}  {organization.name}  {organization.timezone}")


@team.command("add")
def add_staff(
    sign_in_name: str,
    sender: Annotated[str, typer.Option(help="the clinic, by the number it texts from")],
    display_name: Annotated[str, typer.Option(help="as colleagues know them")],
) -> None:
    """Add a staff account; the password is asked for, or read from standard input."""
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
            )
        except InvalidFieldsError as error:
            session.rollback()
            fail(_WORDS.get(next(iter(error.errors.values())), str(error)))
    print(f"{sign_in_name}: added")


@team.command("list")
def list_staff(
    sender: Annotated[str, typer.Option(help="the clinic, by the number it texts from")],
) -> None:
    """List a clinic's staff accounts."""
    with opened() as services, services.readers() as session:
        organization = clinic_with(session, sender)
        for practitioner in session.scalars(
            select(Practitioner)
            .where(Practitioner.organization_id == organization.id)
            .order_by(Practitioner.sign_in_name)
        ):
            print(f"{practitioner.sign_in_name}  {practitioner.display_name}")


def keys() -> None:
    """Print fresh secrets for a new installation, as environment variables."""
    day = datetime.now(UTC).date()
    print(f"# made on {day}; keep them safe: without them the records cannot be read")
    print(f"DIARY_SECRET_KEY={_secret()}")
    print(f"DIARY_ENCRYPTION_KEYS=1:{_secret()}")
    print(f"DIARY_INDEX_KEY={_secret()}")


_WORDS = {
    "password_short": f"the password needs {staff.SHORTEST_PASSWORD} characters or more",
    "taken": "this sign-in name is taken",
    "required": "a sign-in name is needed",
}


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _clock(option: str, text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        fail(f"{option} {text}: not a time like 09:00")


def _secret() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
