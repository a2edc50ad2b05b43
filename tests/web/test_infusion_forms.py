"""The infusion forms: what is recorded lays out prompts, what is wrong leaves no trace."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.store.audit import AuditEvent
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.people import Patient, Practitioner
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

GIVEN = {
    "date": "2026-11-18",
    "start": "08:30",
    "end": "09:10",
    "dose_mg": "40",
    "weight_kg": "80,5",
    "route": "intravenous",
    "note": "",
}
PLANNED = {"date": "2026-11-20", "start": "11:00", "route": "intravenous"}

MISTAKES: list[tuple[dict[str, str], str, str]] = [
    ({"note": "calm\0"}, "note", "cannot be read"),
    ({"date": "2026-11-19"}, "date", "not come yet"),
    ({"date": "0206-11-18"}, "date", "not a date"),
    ({"date": "2006-11-18"}, "date", "ten years ago"),
    ({"date": "2026-03-08", "start": "02:30", "end": "03:10"}, "start", "clocks were put forward"),
    ({"date": "yesterday"}, "date", "like 2026-11-30"),
    ({"date": ""}, "date", "Enter the day"),
    ({"start": "10:30", "end": "10:45"}, "start", "plan it"),
    ({"end": "08:00"}, "end", "before the start"),
    ({"end": "11:00"}, "end", "not happened yet"),
    ({"end": "9.10"}, "end", "like 09:30"),
    ({"dose_mg": "0"}, "dose_mg", "more than zero"),
    ({"dose_mg": "-40"}, "dose_mg", "more than zero"),
    ({"dose_mg": ""}, "dose_mg", "Enter the dose"),
    ({"dose_mg": "forty"}, "dose_mg", "not a number"),
    ({"dose_mg": "nan"}, "dose_mg", "not a number"),
    ({"dose_mg": "1e999"}, "dose_mg", "not a number"),
    ({"dose_mg": "1,000"}, "dose_mg", "not a number"),
    ({"dose_mg": "400", "weight_kg": "80"}, "dose_mg", "That is 5 mg/kg. Check the decimal"),
    ({"dose_mg": "4.0", "weight_kg": "80"}, "dose_mg", "That is 0.05 mg/kg"),
    ({"weight_kg": "8"}, "weight_kg", "Check the weight"),
    ({"weight_kg": "800"}, "weight_kg", "Check the weight"),
    ({"route": ""}, "route", "how it was given"),
    ({"route": "osmosis"}, "route", "how it was given"),
    ({"note": "x" * 3000}, "note", "too long"),
]
MISTAKEN_PLANS: list[tuple[dict[str, str], str, str]] = [
    ({"date": "2026-11-17"}, "date", "over already"),
    ({"date": "2126-11-17"}, "date", "two years ahead"),
    ({"date": ""}, "date", "Enter the day"),
    ({"start": ""}, "start", "Enter the time"),
    ({"dose_mg": "0"}, "dose_mg", "more than zero"),
]


@pytest.fixture
def path(house: House) -> str:
    return f"/patients/{house.marisol.id}/infusions"


def infusions_of(services: Services, house: House) -> list[Infusion]:
    with services.readers() as session:
        return list(
            session.scalars(
                select(Infusion)
                .where(Infusion.patient_id == house.marisol.id)
                .order_by(Infusion.started_at)
            )
        )


def prompts_of(services: Services, infusion: Infusion, *statuses: PromptStatus) -> list[Prompt]:
    with services.readers() as session:
        return list(
            session.scalars(
                select(Prompt).where(
                    Prompt.anchor_id == infusion.id, Prompt.status.in_(statuses or PromptStatus)
                )
            )
        )


def test_an_infusion_is_recorded_by_the_clinics_clock_and_lays_out_prompts(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/new")
    answer = desk.post(f"{path}/new", **GIVEN)
    assert (answer.status_code, answer.location) == (303, f"/patients/{house.marisol.id}")
    (infusion,) = infusions_of(services, house)
    assert infusion.started_at == datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
    assert infusion.ended_at == datetime(2026, 11, 18, 15, 10, tzinfo=UTC)
    assert (infusion.dose_mg, infusion.weight_kg) == (40, 80.5)
    codes = {prompt.check_in for prompt in prompts_of(services, infusion)}
    assert {"hours-3", "hours-24", "daily", "weekly"} <= codes
    page = desk.get(answer.location).text
    assert "40 mg" in page
    assert "0.50 mg/kg" in page
    with services.readers() as session:
        actions = session.scalars(
            select(AuditEvent.action).where(AuditEvent.subject_id == infusion.id)
        ).all()
    assert actions == ["record infusion"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/new")
    for wrong, field, says in MISTAKES:
        answer = desk.post(f"{path}/new", **{**GIVEN, **wrong})
        errors = errors_in(answer)
        assert (answer.status_code, set(errors)) == (422, {field}), wrong
        assert says in errors[field], wrong
    assert infusions_of(services, house) == []


def test_what_was_typed_is_kept(desk: Desk, path: str):
    desk.get(f"{path}/new")
    page = desk.post(f"{path}/new", **{**GIVEN, "dose_mg": "400"}).text
    for typed in ('value="400"', 'value="08:30"', 'value="80,5"'):
        assert typed in page


def test_the_same_infusion_is_recorded_once(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/new")
    desk.post(f"{path}/new", **GIVEN)
    again = desk.post(f"{path}/new", **{**GIVEN, "start": "08:45"})
    assert again.status_code == 422
    assert "on record already" in errors_in(again)["start"]
    assert len(infusions_of(services, house)) == 1


def test_a_planned_infusion_becomes_the_given_one(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/plan")
    assert desk.post(f"{path}/plan", **PLANNED).status_code == 303
    (planned,) = infusions_of(services, house)
    assert planned.status is InfusionStatus.PLANNED
    form = desk.get(f"{path}/new?planned={planned.id}")
    assert 'value="2026-11-20"' in form.text
    assert desk.post(f"{path}/new?planned={planned.id}", **GIVEN).status_code == 303
    (given,) = infusions_of(services, house)
    assert (given.id, given.status) == (planned.id, InfusionStatus.GIVEN)


@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        ("2026-11-18", [InfusionStatus.GIVEN]),
        ("2026-11-19", [InfusionStatus.GIVEN, InfusionStatus.PLANNED]),
    ],
)
def test_what_was_planned_for_the_day_is_what_was_given(
    desk: Desk,
    services: Services,
    house: House,
    path: str,
    day: str,
    statuses: list[InfusionStatus],
):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = session.get_one(Patient, house.marisol.id)
        at = datetime.fromisoformat(f"{day}T20:00:00+00:00")
        factories.plan_infusion(session, rosa, marisol, started_at=at)
    desk.get(f"{path}/new")
    assert desk.post(f"{path}/new", **GIVEN).status_code == 303
    assert [infusion.status for infusion in infusions_of(services, house)] == statuses


def test_a_plan_must_be_for_a_time_to_come(desk: Desk, services: Services, house: House, path: str):
    desk.get(f"{path}/plan")
    for wrong, field, says in MISTAKEN_PLANS:
        answer = desk.post(f"{path}/plan", **{**PLANNED, **wrong})
        assert answer.status_code == 422, wrong
        assert says in errors_in(answer)[field], wrong
    assert infusions_of(services, house) == []


def test_a_correction_moves_what_was_not_sent(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/new")
    desk.post(f"{path}/new", **GIVEN)
    (infusion,) = infusions_of(services, house)
    due = {p.check_in: p.due_at for p in prompts_of(services, infusion) if not p.occurrence}
    form = desk.get(f"/infusions/{infusion.id}").text
    assert 'value="08:30"' in form
    assert 'value="40"' in form
    corrected = {**GIVEN, "start": "07:30", "end": "08:10"}
    assert desk.post(f"/infusions/{infusion.id}", **corrected).status_code == 303
    moved = {p.check_in: p.due_at for p in prompts_of(services, infusion) if not p.occurrence}
    assert moved["hours-3"] == due["hours-3"] - timedelta(hours=1)


def test_a_wrong_correction_changes_nothing(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/new")
    desk.post(f"{path}/new", **GIVEN)
    (infusion,) = infusions_of(services, house)
    answer = desk.post(f"/infusions/{infusion.id}", **{**GIVEN, "dose_mg": "4000"})
    assert answer.status_code == 422
    (same,) = infusions_of(services, house)
    assert same.dose_mg == 40


def test_a_cancelled_infusion_stays_with_its_reason_and_withdraws_its_prompts(
    desk: Desk, services: Services, house: House, path: str
):
    desk.get(f"{path}/new")
    desk.post(f"{path}/new", **GIVEN)
    (infusion,) = infusions_of(services, house)
    waiting = len(prompts_of(services, infusion, PromptStatus.REQUESTED))
    page = desk.get(f"/infusions/{infusion.id}/cancel")
    assert f"{waiting} texts that are still to come are withdrawn" in page.text
    for reason in (" ", "entered\0twice"):
        without = desk.post(f"/infusions/{infusion.id}/cancel", reason=reason)
        assert without.status_code == 422
        assert "reason" in errors_in(without)
    done = desk.post(f"/infusions/{infusion.id}/cancel", reason="entered twice")
    assert done.status_code == 303
    (cancelled,) = infusions_of(services, house)
    assert cancelled.status is InfusionStatus.CANCELLED
    assert prompts_of(services, infusion, PromptStatus.REQUESTED) == []
    assert "entered twice" in desk.get(done.location).text
    assert desk.get(f"/infusions/{infusion.id}").status_code == 404, "it cannot be changed again"


def test_the_form_of_a_plan_asks_for_no_end(desk: Desk, services: Services, house: House):
    with services.sessions.begin() as session:
        rosa, marisol = (session.merge(row, load=False) for row in (house.rosa, house.marisol))
        planned = factories.plan_infusion(
            session, rosa, marisol, started_at=NOW + timedelta(days=2)
        )
    page = desk.get(f"/infusions/{planned.id}")
    assert 'name="end"' not in page.text
    answer = desk.post(f"/infusions/{planned.id}", **{**PLANNED, "date": "2026-11-25"})
    assert answer.status_code == 303
    with services.readers() as session:
        assert session.scalar(select(func.count()).select_from(Infusion)) == 1
        moved = session.scalars(select(Infusion)).one()
    assert moved.started_at == datetime(2026, 11, 25, 17, tzinfo=UTC)
