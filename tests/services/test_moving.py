"""One check-in set for another day and time: it stays there, and is asked once."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from diary.services import follow_up, infusions, moving, upcoming
from diary.services.fields import InvalidFieldsError
from diary.services.infusion_forms import GivenValues
from diary.store.audit import AuditEvent
from diary.store.care import Infusion, Prompt, PromptStatus, Route
from diary.store.messaging import Purpose
from diary.store.people import Organization, Patient, Practitioner
from tests.factories import CHICAGO, NOW, catalogue, give_infusion, plan_infusion
from tests.jobs.clinic import JobClinic
from tests.services.own_plan import follow, infuse

WEEKLY = {
    "code": "week",
    "days": [{"from": 2, "to": 2}, {"from": 9, "to": 9}],
    "at": "10:00",
    "window": "P1D",
    "questionnaires": ["phq9"],
}
SIDE = {"code": "side", "after": "PT4H", "window": "P1D", "questionnaires": ["side_effects"]}


@pytest.fixture(name="ana")
def _ana(clinic: JobClinic) -> UUID:
    """An infusion on Wednesday morning: asked on Friday, and again on the Friday after."""
    ana = clinic.add_patient()
    clinic.settle()
    follow(clinic, ana, "1", WEEKLY, SIDE)
    infuse(clinic, ana)
    return ana


def first(clinic: JobClinic, ana: UUID, occurrence: int = 2) -> Prompt:
    return next(
        p for p in clinic.prompts(ana) if (p.check_in, p.occurrence) == ("week", occurrence)
    )


def move(clinic: JobClinic, ana: UUID, day: str, at: str, occurrence: int = 2) -> dict[str, str]:
    """What is wrong with it, by field; nothing when it was moved."""
    try:
        with clinic.services.sessions.begin() as session:
            rosa = session.get_one(Practitioner, clinic.practitioner_id)
            prompt = session.get_one(Prompt, first(clinic, ana, occurrence).id)
            form = {"day": day, "time": at}
            moving.move(session, catalogue(), rosa, prompt, form, clinic.clock())
    except InvalidFieldsError as invalid:
        return invalid.errors
    return {}


def due(clinic: JobClinic, ana: UUID, occurrence: int = 2, zone: str = CHICAGO) -> str:
    at = first(clinic, ana, occurrence).due_at.astimezone(ZoneInfo(zone))
    return f"{at:%a %d %H:%M}"


def correct(clinic: JobClinic, ana: UUID, later: timedelta) -> None:
    with clinic.services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, clinic.practitioner_id)
        infusion = session.scalars(select(Infusion).where(Infusion.patient_id == ana)).one()
        start = infusion.started_at + later
        values = GivenValues(start, start + timedelta(minutes=40), 40, 80, Route.INTRAVENOUS, "")
        infusions.correct_given(session, catalogue(), rosa, infusion, values, clinic.clock())


def test_it_is_asked_at_the_time_that_staff_set_and_then_only(clinic: JobClinic, ana: UUID):
    assert due(clinic, ana) == "Fri 20 10:00"
    assert move(clinic, ana, "2026-11-21", "17:30") == {}
    assert due(clinic, ana) == "Sat 21 17:30"
    for _ in range(10):
        clinic.clock.pass_by(hours=12)
        clinic.settle()
    texts = clinic.texts(purpose=Purpose.PROMPT)
    asked = [text for text in texts if text.prompt_id == first(clinic, ana).id]
    assert len(asked) == 1
    assert first(clinic, ana).released_at >= datetime(
        2026, 11, 21, 17, 30, tzinfo=ZoneInfo(CHICAGO)
    )
    with clinic.services.readers() as session:
        audit = session.scalars(select(AuditEvent).where(AuditEvent.action == "move prompt")).one()
    assert (audit.subject_id, audit.practitioner_id) == (
        first(clinic, ana).id,
        clinic.practitioner_id,
    )


def test_a_corrected_infusion_moves_the_others_and_leaves_it(clinic: JobClinic, ana: UUID):
    move(clinic, ana, "2026-11-21", "17:30")
    correct(clinic, ana, timedelta(days=-1))
    assert due(clinic, ana) == "Sat 21 17:30"
    assert due(clinic, ana, 9) == "Thu 26 10:00"
    correct(clinic, ana, timedelta(hours=1))
    assert due(clinic, ana) == "Sat 21 17:30"


def test_it_keeps_the_patients_clock_in_another_zone(clinic: JobClinic, ana: UUID):
    move(clinic, ana, "2026-11-21", "17:30")
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, ana)
        patient.timezone = "Asia/Tokyo"
        follow_up.lay_out_anew(session, catalogue(), patient, NOW)
    assert due(clinic, ana, zone="Asia/Tokyo") == "Sat 21 17:30"


def test_hours_that_close_before_it_shift_it_as_any_other(clinic: JobClinic, ana: UUID):
    move(clinic, ana, "2026-11-21", "17:30")
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).quiet_from_local = time(17)
        follow_up.lay_out_anew(session, catalogue(), session.get_one(Patient, ana), NOW)
    assert due(clinic, ana) == "Sun 22 09:00"


def test_a_new_version_of_the_plan_leaves_it(clinic: JobClinic, ana: UUID):
    move(clinic, ana, "2026-11-21", "17:30")
    follow(clinic, ana, "2", {**WEEKLY, "at": "12:00"}, SIDE)
    assert (due(clinic, ana), due(clinic, ana, 9)) == ("Sat 21 17:30", "Fri 27 12:00")


def test_it_falls_away_with_its_slot_and_comes_back_as_the_plan_has_it(
    clinic: JobClinic, ana: UUID
):
    move(clinic, ana, "2026-11-21", "17:30")
    follow(clinic, ana, "2", SIDE)
    assert first(clinic, ana).status is PromptStatus.CANCELLED
    follow(clinic, ana, "3", WEEKLY, SIDE)
    assert due(clinic, ana) == "Fri 20 10:00"


def test_an_infusion_given_before_it_ends_it(clinic: JobClinic, ana: UUID):
    move(clinic, ana, "2026-11-23", "17:30")
    with clinic.services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, clinic.practitioner_id)
        patient = session.get_one(Patient, ana)
        at = NOW + timedelta(days=1)
        give_infusion(session, rosa, patient, started_at=at)
    old, new = sorted(
        (p for p in clinic.prompts(ana) if (p.check_in, p.occurrence) == ("week", 2)),
        key=lambda p: p.status is PromptStatus.REQUESTED,
    )
    assert (old.status, new.status) == (PromptStatus.CANCELLED, PromptStatus.REQUESTED)


@pytest.mark.parametrize(
    ("day", "at", "errors"),
    [
        ("", "", {"day": "required", "time": "required"}),
        ("soon", "noon", {"day": "date", "time": "time"}),
        ("2026-11-17", "10:00", {"day": "over"}),
        ("2026-11-18", "09:59", {"time": "over"}),
        ("2026-12-10", "10:00", {"day": "far_move"}),
        ("2026-11-21", "08:59", {"time": "outside_hours"}),
        ("2026-11-21", "20:00", {"time": "outside_hours"}),
        ("2026-11-27", "15:00", {"day": "same_day"}),
        ("2026-11-25", "13:00", {"time": "in_infusion"}),
    ],
)
def test_a_time_at_which_it_cannot_be_asked_is_refused(
    clinic: JobClinic, ana: UUID, day: str, at: str, errors: dict[str, str]
):
    with clinic.services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, clinic.practitioner_id)
        visit = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo(CHICAGO))
        plan_infusion(session, rosa, session.get_one(Patient, ana), started_at=visit)
    assert move(clinic, ana, day, at) == errors
    prompt = first(clinic, ana)
    assert (due(clinic, ana), prompt.moved_to_on) == ("Fri 20 10:00", None)


def test_promise_2_what_was_sent_or_put_off_is_not_moved(clinic: JobClinic, ana: UUID):
    clinic.clock.at = NOW + timedelta(days=2, minutes=1)
    clinic.settle()
    assert move(clinic, ana, "2026-11-21", "10:00") == {"": "not_movable"}
    clinic.text_in(ana, "LATER")
    clinic.settle()
    assert first(clinic, ana).status is PromptStatus.REQUESTED
    assert move(clinic, ana, "2026-11-21", "10:00") == {"": "not_movable"}


def test_what_is_sent_now_stays_so_when_all_is_laid_out_anew(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, clinic.practitioner_id)
        prompt = session.get_one(Prompt, first(clinic, ana, 9).id)
        upcoming.send_now(session, catalogue(), rosa, prompt, NOW)
        follow_up.lay_out_anew(session, catalogue(), session.get_one(Patient, ana), NOW)
    clinic.clock.pass_by(hours=4)
    clinic.settle()
    assert first(clinic, ana, 9).status is PromptStatus.RELEASED
    assert first(clinic, ana, 9).moved_to_on == date(2026, 11, 18)
