"""A clinic's plans by version: loaded, kept as they were, and patients moved between them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from diary.domain.plan import Plan
from diary.domain.plan_file import PlanError, parse_plan
from diary.services import follow_up, laying_out, plans
from diary.services.catalogue import Catalogue
from diary.store.audit import AuditEvent
from diary.store.care import Prompt, PromptStatus, StoredPlan
from diary.store.messaging import Purpose
from diary.store.people import Organization, Patient
from tests.factories import NOW, catalogue, make_clinic, make_patient, make_practitioner
from tests.jobs.clinic import JobClinic
from tests.services.conftest import Desk
from tests.services.own_plan import DAILY, content_of, follow, infuse

DAILY_AT_NOON = {
    "code": "day",
    "days": [{"from": 1, "to": 20}],
    "at": "12:00",
    "questionnaires": ["daily"],
}
RENAMED = {**DAILY_AT_NOON, "code": "today"}


def load(desk: Desk, clinic: Organization, version: str, *check_ins: dict) -> Plan:
    content = content_of(version, *check_ins or (DAILY,))
    plan = plans.load(desk.session, catalogue(), clinic.id, content, NOW)
    desk.session.flush()
    return plan


def newer_program(version: str = "2") -> Catalogue:
    """The program after an update that brought another version of the standard plan."""
    shipped = dict(catalogue().plans["standard"].content)
    changed = parse_plan({**shipped, "version": version, "check_ins": [DAILY]})
    return Catalogue(
        catalogue().questionnaires,
        {**catalogue().plans, "standard": changed},
        catalogue().lexicon,
        catalogue().wording,
    )


def test_a_patient_has_the_plan_in_the_version_of_the_day(desk: Desk, ana: Patient):
    assert ana.plan == "standard/1"
    plan = plans.plan_of(desk.session, catalogue(), ana)
    assert plan == catalogue().plans["standard"]


def test_a_newer_program_changes_nothing_under_a_patient(desk: Desk, ana: Patient):
    assert plans.plan_of(desk.session, newer_program(), ana) == catalogue().plans["standard"]
    laying_out.lay_out(desk.session, newer_program(), ana, NOW)
    offered = plans.offered(desk.session, newer_program(), desk.clinic.id)
    assert offered["standard"].version == "2"


def test_a_loaded_plan_is_offered_in_its_newest_version_and_to_its_clinic_only(desk: Desk):
    other = make_clinic(desk.session, name="Brazos Clinic")
    load(desk, desk.clinic, "1")
    load(desk, desk.clinic, "2", {**DAILY, "after": "PT5H"})
    assert plans.offered(desk.session, catalogue(), desk.clinic.id)["own"].version == "2"
    assert "own" not in plans.offered(desk.session, catalogue(), other.id)
    assert set(plans.offered(desk.session, catalogue(), other.id)) == set(catalogue().plans)


def test_a_clinics_own_plan_goes_before_the_programs_of_that_code(desk: Desk):
    content = content_of("llano-1", DAILY, code="standard")
    plans.load(desk.session, catalogue(), desk.clinic.id, content, NOW)
    offered = plans.offered(desk.session, catalogue(), desk.clinic.id)
    assert offered["standard"].reference == "standard/llano-1"


def test_a_version_that_exists_is_never_changed(desk: Desk):
    load(desk, desk.clinic, "1")
    load(desk, desk.clinic, "1")  # the same file again is no change
    with pytest.raises(PlanError, match="new version"):
        load(desk, desk.clinic, "1", {**DAILY, "after": "PT5H"})
    assert desk.session.query(StoredPlan).count() == 1


def test_a_wrong_plan_is_not_loaded(desk: Desk):
    with pytest.raises(PlanError, match="unknown questionnaires"):
        load(desk, desk.clinic, "1", {**DAILY, "questionnaires": ["phq7"]})
    assert desk.session.query(StoredPlan).count() == 0


def test_promise_7_no_clinic_has_the_patients_of_another(desk: Desk, ana: Patient):
    other = make_clinic(desk.session, name="Brazos Clinic")
    ada = make_patient(desk.session, make_practitioner(desk.session, other), name="Ada Okonkwo")
    assert plans.patients_on(desk.session, desk.clinic.id, "standard") == [ana.id]
    assert plans.patients_on(desk.session, other.id, "standard") == [ada.id]
    assert plans.patients_by_plan(desk.session, other.id) == {"standard/1": 1}


@pytest.fixture(name="bea")
def _bea(clinic: JobClinic) -> UUID:
    """Asked every day at noon; it is the second day after her infusion, 12:01."""
    bea = clinic.add_patient()
    clinic.settle()
    follow(clinic, bea, "1", DAILY_AT_NOON)
    infuse(clinic, bea)
    for day in (1, 2):
        clinic.clock.at = NOW + timedelta(days=day, hours=2, minutes=1)
        clinic.settle()
    return bea


def is_withdrawn(prompt: Prompt) -> bool:
    return prompt.status is PromptStatus.CANCELLED


def asked(clinic: JobClinic) -> int:
    return len(clinic.texts(purpose=Purpose.PROMPT))


def live(clinic: JobClinic, days: int) -> None:
    for _ in range(days * 24):
        clinic.clock.pass_by(hours=1)
        clinic.settle()


@pytest.mark.parametrize("check_in", [DAILY_AT_NOON, RENAMED])
def test_promise_2_moving_to_another_version_asks_nothing_twice_and_leaves_no_day_out(
    clinic: JobClinic, bea: UUID, check_in: dict
):
    before = asked(clinic)
    follow(clinic, bea, "2", {**check_in, "window": "PT18H"})
    clinic.settle()
    assert asked(clinic) == before
    live(clinic, 3)
    assert asked(clinic) == before + 3
    requested = [p for p in clinic.prompts(bea) if p.status is PromptStatus.REQUESTED]
    assert {prompt.plan_version for prompt in requested} == {"own/2"}
    assert sorted(prompt.occurrence for prompt in requested) == list(range(6, 21))


def test_promise_2_moving_there_and_back_leaves_all_as_it_was(clinic: JobClinic, bea: UUID):
    def stand() -> list[tuple]:
        return [
            (p.check_in, p.occurrence, p.due_at, p.status, p.plan_version)
            for p in clinic.prompts(bea)
            if p.status is not PromptStatus.CANCELLED
        ]

    before = stand()
    follow(clinic, bea, "2", RENAMED)
    assert stand() != before
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, bea)
        first = parse_plan(content_of("1", DAILY_AT_NOON))
        assert follow_up.move(session, catalogue(), patient.id, first, clinic.clock())
    assert stand() == before


def test_promise_2_what_a_new_version_does_not_ask_is_withdrawn_with_the_reason(
    clinic: JobClinic, bea: UUID
):
    follow(clinic, bea, "2", {**DAILY_AT_NOON, "days": [{"from": 1, "to": 5}]})
    withdrawn = [p for p in clinic.prompts(bea) if p.check_in == "day" and is_withdrawn(p)]
    assert {prompt.reason for prompt in withdrawn} == {"plan_changed"}
    assert [prompt.occurrence for prompt in withdrawn] == list(range(6, 21))


def test_promise_2_what_was_put_off_is_asked_once_under_the_new_version(
    clinic: JobClinic, bea: UUID
):
    clinic.text_in(bea, "later")
    clinic.settle()
    before = asked(clinic)
    follow(clinic, bea, "2", RENAMED)
    clinic.clock.pass_by(hours=1, minutes=1)
    clinic.settle()
    assert asked(clinic) == before + 1
    clinic.clock.pass_by(hours=5)
    clinic.settle()
    assert asked(clinic) == before + 1


def test_promise_8_moving_a_patient_is_written_down(clinic: JobClinic, bea: UUID):
    with clinic.services.readers() as session:
        actions = session.scalars(
            select(AuditEvent.action).where(AuditEvent.patient_id == bea)
        ).all()
    assert "change follow-up" in actions
