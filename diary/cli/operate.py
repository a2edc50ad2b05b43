"""``diary db``, ``diary clinic`` and ``diary keys``: setting up and keeping."""

import base64
import secrets
from datetime import UTC, datetime, time
from typing import Annotated

import typer
from sqlalchemy import select

from diary.bootstrap import Services
from diary.cli import PLAIN
from diary.cli.opening import clinic_with, fail, opened
from diary.cli.wording import wording
from diary.domain.open_hours import LONGEST_SPREAD, are_lawful
from diary.domain.pacing import SenderKind
from diary.services import caseload, clinic_settings, follow_up
from diary.services.clinic_settings import (
    FASTEST,
    LONGEST_PHONE,
    MOST_A_DAY,
    MOST_PROMPTS_A_DAY,
    Pace,
    TextingHours,
)
from diary.services.enrolment import LONGEST_NAME, is_sender
from diary.services.fields import read_clock
from diary.services.holds import hold
from diary.services.hours import known_zones
from diary.services.pacing import segments_a_second
from diary.store.people import OptOutReplies, Organization, Patient
from diary.store.schema import drift, is_current, upgrade, write_migration

_PerSecond = Annotated[
    int | None,
    typer.Option(
        help="segments a second, where the carrier has granted other than for its kind",
        min=1,
        max=FASTEST,
    ),
]
_PerDay = Annotated[
    int | None,
    typer.Option(
        help="segments in any 24 hours, the carriers' cap on your brand", min=1, max=MOST_A_DAY
    ),
]
_KIND_HELP = "the kind of number, where it does not show"

db = typer.Typer(no_args_is_help=True, help="The database: migrate, check, rebuild.", **PLAIN)
clinic = typer.Typer(no_args_is_help=True, help="Clinics.", **PLAIN)
clinic.add_typer(wording, name="wording")


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest migration, and the lists to what this version reads."""
    with opened() as services:
        if not is_current(services.engine):
            upgrade(services.engine)
            print("writing the lists anew; if that is broken off, run `diary db rebuild`")
            _rebuild(services)
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
        print(f"{_rebuild(services)} patients")


def _rebuild(services: Services) -> int:
    """Write the lists anew, a transaction a patient; how many patients there are."""
    with services.readers() as session:
        patients = session.scalars(select(Patient.id)).all()
    for patient_id in patients:
        with services.sessions.begin() as session:
            patient = hold(session, patient_id)
            caseload.forget(session, patient)
            caseload.rewrite(session, services.catalogue, patient, services.clock())
    return len(patients)


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
    prompts_a_day: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_PROMPTS_A_DAY,
            help="texts that ask a patient something, at most, on one day",
        ),
    ] = 3,
    spread: Annotated[
        int,
        typer.Option(min=0, max=LONGEST_SPREAD, help="minutes over which prompts are spread"),
    ] = 14,
    confirm_answers: Annotated[
        bool, typer.Option(help="reply to every answer, also to clean ones")
    ] = False,
    kind: Annotated[SenderKind | None, typer.Option(help=_KIND_HELP)] = None,
    per_second: _PerSecond = None,
    per_day: _PerDay = None,
) -> None:
    """Add a clinic with the number it texts from."""
    if not is_sender(sender):
        fail(f"--sender {sender}: not a phone number like +14325550100")
    if not (name.strip().isprintable() and 0 < len(name.strip()) <= LONGEST_NAME):
        fail(f"the name {name!r}: not one line of up to {LONGEST_NAME} letters")
    if len(contact_phone) > LONGEST_PHONE or not any(c.isdecimal() for c in contact_phone):
        fail(f"--contact-phone {contact_phone!r}: not a phone number like 432-555-0100")
    if timezone not in known_zones():
        fail(f"--timezone {timezone}: not an IANA zone like America/Chicago")
    open_local, close_local = _clock("--opens", opens), _clock("--closes", closes)
    _refuse_unlawful(open_local, close_local)
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
                prompts_a_day=prompts_a_day,
                spread_minutes=spread,
                confirms_answers=confirm_answers,
                sender_kind=kind,
                segments_a_second=per_second,
                segments_a_day=per_day,
                default_plan="standard",
            )
        )
    print(f"{name}: added, texting from {sender}")


@clinic.command("texting")
def change_texting(
    sender: Annotated[str, typer.Option(help="the clinic, by the number it texts from")],
    opens: Annotated[str | None, typer.Option(help="no texts before")] = None,
    closes: Annotated[str | None, typer.Option(help="no texts from")] = None,
    prompts_a_day: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_PROMPTS_A_DAY, help="texts that ask something, at most, on one day"
        ),
    ] = None,
    spread: Annotated[
        int | None,
        typer.Option(min=0, max=LONGEST_SPREAD, help="minutes over which prompts are spread"),
    ] = None,
) -> None:
    """Change when a clinic texts, for everything that was not sent yet."""
    with opened() as services:
        with services.sessions.begin() as session:
            organization = clinic_with(session, sender)
            values = TextingHours(
                _clock("--opens", opens) if opens else organization.quiet_until_local,
                _clock("--closes", closes) if closes else organization.quiet_from_local,
                organization.prompts_a_day if prompts_a_day is None else prompts_a_day,
                organization.spread_minutes if spread is None else spread,
            )
            _refuse_unlawful(values.quiet_until_local, values.quiet_from_local)
            now = services.clock()
            clinic_settings.change(session, organization, values, now, None)
            said = (
                f"{values.quiet_until_local:%H:%M} to {values.quiet_from_local:%H:%M},"
                f" {values.prompts_a_day} a day, spread over {values.spread_minutes} minutes"
            )
            patients = clinic_settings.to_lay_out(session, organization, now)
        for patient_id in patients:
            with services.sessions.begin() as session:
                patient = hold(session, patient_id)
                follow_up.lay_out_anew(session, services.catalogue, patient, services.clock())
    print(f"{sender}: {said}; {len(patients)} patients laid out anew")


@clinic.command("pace")
def set_pace(
    sender: Annotated[str, typer.Option(help="the clinic, by the number it texts from")],
    kind: Annotated[SenderKind | None, typer.Option(help=_KIND_HELP)] = None,
    per_second: _PerSecond = None,
    per_day: _PerDay = None,
) -> None:
    """Set how fast a clinic's number may send; what is not given is as its number shows."""
    with opened() as services, services.sessions.begin() as session:
        organization = clinic_with(session, sender)
        values = Pace(kind, per_second, per_day)
        clinic_settings.change(session, organization, values, services.clock(), None)
        pace = segments_a_second(organization)
    cap = f", {per_day} in 24 hours" if per_day else ""
    print(f"{sender}: {pace} segments a second{cap}")


@clinic.command("list")
def list_clinics() -> None:
    """List the clinics."""
    with opened() as services, services.readers() as session:
        for organization in session.scalars(select(Organization).order_by(Organization.name)):
            print(f"{organization.sender}  {organization.name}  {organization.timezone}")


def keys() -> None:
    """Print fresh secrets for a new installation, as environment variables."""
    day = datetime.now(UTC).date()
    print(f"# made on {day}; keep them safe: without them the records cannot be read")
    print(f"DIARY_SECRET_KEY={_secret()}")
    print(f"DIARY_ENCRYPTION_KEYS=1:{_secret()}")
    print(f"DIARY_INDEX_KEY={_secret()}")
    print(f"DIARY_PUSH_KEY={_secret()}")


_UNLAWFUL = "texts may go out between 08:00 and 21:00 at most"


def _refuse_unlawful(open_local: time, close_local: time) -> None:
    if not are_lawful(open_local, close_local):
        fail(_UNLAWFUL)


def _clock(option: str, text: str) -> time:
    clock = read_clock(text)
    if clock is None:
        fail(f"{option} {text}: not a time like 09:00")
    return clock


def _secret() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
