"""A clinic in numbers: a small one counted as it is read, a large one by a job."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from diary.domain.consent import Texting
from diary.services import caseload, clinic_figures
from diary.services.caseload import SPARK
from diary.services.clinic_figures import (
    ClinicFigures,
    figures_of,
    keep_figures,
    large_clinics,
    standing_of,
)
from diary.services.glance import glance_at
from diary.services.lists import ListOrder, page_of
from diary.store.caseload import CaseloadRow
from diary.store.database import writing_sessions
from tests.factories import (
    NOW,
    ask_and_answer,
    catalogue,
    give_infusion,
    make_clinic,
    make_patient,
    plan_infusion,
)
from tests.services.conftest import Desk

CHICAGO = ZoneInfo("America/Chicago")


def figures(desk: Desk, now: datetime) -> ClinicFigures:
    return figures_of(desk.session, desk.clinic, glance_at(desk.session, desk.clinic.id), now)


def standing(desk: Desk) -> Mapping[str, int]:
    return standing_of(desk.session, desk.clinic.id, glance_at(desk.session, desk.clinic.id))


def enrol_three(desk: Desk) -> None:
    for _ in range(2):
        make_patient(desk.session, desk.practitioner)
    make_patient(desk.session, desk.practitioner, joined=False)
    desk.session.flush()


def test_a_small_clinic_is_counted_as_it_is_read(desk: Desk):
    enrol_three(desk)
    found = figures(desk, NOW)
    assert found.counted_at is None
    assert found.followed == 3
    assert found.texting == {Texting.ACTIVE.value: 2, Texting.INVITED.value: 1}
    assert standing(desk) == found.standing
    assert desk.clinic.id not in large_clinics(desk.session)


def test_a_large_clinic_is_as_the_job_counted_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clinic_figures, "COUNTED_WHEN_READ", 2)
    enrol_three(desk)
    counted = figures(desk, NOW)
    assert large_clinics(desk.session) == [desk.clinic.id]
    for hours in (1, 2):
        keep_figures(desk.session, desk.clinic.id, NOW + timedelta(hours=hours))
        desk.session.flush()
    make_patient(desk.session, desk.practitioner)
    kept = figures(desk, NOW + timedelta(hours=3))
    assert kept.counted_at == NOW + timedelta(hours=2)
    assert (kept.followed, kept.standing, kept.costs) == (3, counted.standing, counted.costs)
    assert standing(desk) == counted.standing


def test_infusions_are_planned_for_the_clinics_own_day_and_the_next_seven(desk: Desk):
    ana = make_patient(desk.session, desk.practitioner)
    midnight = datetime.combine(NOW.astimezone(CHICAGO).date() + timedelta(days=1), time(), CHICAGO)
    for at in (midnight - timedelta(hours=1), midnight, NOW + timedelta(days=7)):
        plan_infusion(desk.session, desk.practitioner, ana, started_at=at.astimezone(UTC))
    found = figures(desk, NOW)
    assert (found.planned_today, found.planned_soon) == (1, 2)


def test_a_row_keeps_of_the_past_only_what_a_list_draws(desk: Desk):
    session, nurse = desk.session, desk.practitioner
    began = NOW - SPARK - timedelta(days=9)
    ana = make_patient(session, nurse, now=began)
    for at in (began, NOW - timedelta(days=2)):
        give_infusion(session, nurse, ana, started_at=at, now=at + timedelta(hours=1))
        assert ask_and_answer(session, ana, at + timedelta(days=2), "6 3 7")
    caseload.rewrite(session, catalogue(), ana, NOW)
    [row] = session.scalars(select(CaseloadRow).where(CaseloadRow.patient_id == ana.id))
    assert row.summary["given"] == 2
    assert [len(row.summary[drawn]) for drawn in ("infusions", "mood", "mood_at")] == [1, 1, 1]


def test_promise_10_two_that_count_a_clinic_for_the_first_time_are_harmless(engine: Engine):
    sessions = writing_sessions(engine)
    with sessions.begin() as session:
        clinic_id = make_clinic(session).id

    def count() -> None:
        with sessions.begin() as session:
            keep_figures(session, clinic_id, NOW + timedelta(hours=1))

    with ThreadPoolExecutor(1) as pool:
        with sessions.begin() as session:
            keep_figures(session, clinic_id, NOW)
            session.flush()
            other = pool.submit(count)
            wait([other], timeout=0.3)
        other.result()
    with sessions() as session:
        assert glance_at(session, clinic_id).counted_at == NOW + timedelta(hours=1)


def test_the_list_is_in_the_order_asked_for_and_what_is_missing_comes_last(desk: Desk):
    session = desk.session
    first, second, third = (make_patient(session, desk.practitioner).id for _ in range(3))
    rows = {row.patient_id: row for row in session.scalars(select(CaseloadRow))}
    for patient_id, column, value in (
        (first, "last_infusion_at", None),
        (second, "last_infusion_at", NOW),
        (third, "last_infusion_at", NOW - timedelta(days=1)),
        (first, "answered_share", 0.5),
        (second, "answered_share", None),
        (third, "answered_share", 0.0),
        (first, "next_prompt_at", NOW + timedelta(days=1)),
        (second, "next_prompt_at", NOW),
        (third, "next_prompt_at", None),
        (first, "order_in_rank", 0.0),
        (second, "order_in_rank", -1.0),
        (third, "order_in_rank", -2.0),
    ):
        setattr(rows[patient_id], column, value)
    session.flush()

    def order(by: ListOrder) -> list[UUID]:
        found = page_of(session, desk.clinic.id, order=by, first=0, size=10)
        return [each.patient_id for each in found]

    assert order(ListOrder.INFUSION) == [third, second, first]
    assert order(ListOrder.ANSWERS) == [third, first, second]
    assert order(ListOrder.NEXT_TEXT) == [second, first, third]
    assert order(ListOrder.NEED) == [third, second, first]
    last = page_of(session, desk.clinic.id, order=ListOrder.NEED, first=2, size=10)
    assert [each.patient_id for each in last] == [first]
