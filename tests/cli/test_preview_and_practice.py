"""What ``diary plans preview`` shows is what the services lay out and the patient gets."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from diary.domain.thrift import plainly
from diary.services import infusions
from diary.services.due import look
from diary.store.care import Infusion, Prompt
from diary.store.messaging import OutboundMessage, OutboundStatus
from diary.store.people import Patient, Practitioner
from tests.cli.running import diary
from tests.databases import TestRun
from tests.factories import catalogue, make_clinic, make_patient, make_practitioner, plan_infusion
from tests.jobs.clinic import JobClinic, open_clinic
from tests.services.laid_out import values_at

ENROLLED = datetime(2026, 9, 25, 15, 10, tzinfo=UTC)
"""Before the clocks change on Lord Howe Island (4 October), in Dublin (25) and New York (1 Nov)."""
ZONES = ("America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Asia/Kathmandu")
ODD_HOURS = (
    ("2026-09-28T05:30", "2026-10-03T23:30"),
    ("2026-09-29T19:50", "2026-10-02T08:10", "2026-10-24T19:15"),
    ("2026-10-31T16:45",),
)
DAYS = 12


@pytest.fixture
def clinic(test_run: TestRun, tmp_path: Path) -> Iterator[JobClinic]:
    opened = open_clinic(test_run.sqlite(tmp_path))
    opened.clock.at = ENROLLED
    yield opened
    opened.services.engine.dispose()


def enrol(clinic: JobClinic, plan: str, zone: str, starts: list[datetime]) -> UUID:
    """A patient of a clinic in the same zone, with all infusions planned."""
    with clinic.services.sessions.begin() as session:
        practitioner = make_practitioner(session, make_clinic(session, timezone=zone))
        patient = make_patient(session, practitioner, timezone=zone, plan=plan, now=ENROLLED)
        for start in starts:
            plan_infusion(session, practitioner, patient, started_at=start, now=ENROLLED)
        return patient.id


def give_what_is_over(clinic: JobClinic) -> None:
    now = clinic.clock()
    with clinic.services.sessions.begin() as session:
        over = Infusion.started_at <= now - timedelta(minutes=40)
        for infusion in session.scalars(select(Infusion).where(over, Infusion.ended_at.is_(None))):
            patient = session.get_one(Patient, infusion.patient_id)
            staff = select(Practitioner).filter_by(organization_id=patient.organization_id)
            infusions.record_given(
                session,
                catalogue(),
                session.scalars(staff).one(),
                patient,
                values_at(infusion.started_at),
                now,
                planned=infusion,
            )


def live(clinic: JobClinic, instants: list[datetime]) -> None:
    """Let everything happen that falls due, up to the last of ``instants`` at which staff act."""
    for until in sorted(instants):
        while True:
            with clinic.services.readers() as session:
                due = look(session, clinic.clock()).next_at()
            if due is None or due > until:
                break
            clinic.clock.at = max(due, clinic.clock())
            clinic.settle()
        clinic.clock.at = max(until, clinic.clock())
        give_what_is_over(clinic)
        clinic.run("upkeep")


def asked(clinic: JobClinic, patient_id: UUID) -> list[tuple[str, list[tuple[str, int]], str]]:
    """Instant, check-ins with their days and the text of everything that the patient was asked."""
    with clinic.services.readers() as session:
        prompts = session.scalars(select(Prompt).filter_by(patient_id=patient_id)).all()
        texts = session.scalars(
            select(OutboundMessage)
            .where(
                OutboundMessage.patient_id == patient_id,
                OutboundMessage.key.startswith("prompt:"),
                OutboundMessage.status == OutboundStatus.ACCEPTED,
            )
            .order_by(OutboundMessage.submitted_at)
        ).all()
        return [
            (
                f"{text.created_at:%Y-%m-%dT%H:%M}",
                sorted(
                    (prompt.check_in, prompt.occurrence)
                    for prompt in prompts
                    if text.prompt_id in (prompt.id, prompt.merged_into_id)
                ),
                text.body,
            )
            for text in texts
        ]


@pytest.mark.shows_private
def test_promise_3_a_patient_is_asked_what_the_preview_shows_when_it_shows_it(clinic: JobClinic):
    plans = sorted(catalogue().plans)
    people: dict[UUID, list[str]] = {}
    instants = [ENROLLED + timedelta(days=day) for day in range(1, 39 + DAYS)]
    for number in range(len(plans)):
        plan, zone = plans[number % len(plans)], ZONES[number % len(ZONES)]
        walls = ODD_HOURS[number % len(ODD_HOURS)]
        starts = [
            datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            for wall in walls
        ]
        instants += [start + timedelta(minutes=40) for start in starts]
        patient_id = enrol(clinic, plan, zone, starts)
        begun = ENROLLED.astimezone(ZoneInfo(zone))
        people[patient_id] = [
            *(plan, "--timezone", zone, "--preferred", "10:00", "--days", str(DAYS)),
            *("--enrolled", f"{begun:%Y-%m-%dT%H:%M}"),
            *(part for wall in walls for part in ("--infusion", wall)),
        ]
    live(clinic, instants)
    for patient_id, arguments in people.items():
        shown = diary("plans", "preview", *arguments, "--json").stdout.splitlines()
        rows = [row for row in map(json.loads, shown) if not row["not_sent"]]
        texts = asked(clinic, patient_id)
        previewed = [
            (row["utc"][:16], sorted(zip(row["check_ins"], row["days"], strict=True)))
            for row in rows
        ]
        assert previewed
        assert [(at, what) for at, what, _ in texts][: len(previewed)] == previewed
        for row, (*_, body) in zip(rows, texts, strict=False):
            assert row["asks"] is None or plainly(row["asks"]) in plainly(body)
