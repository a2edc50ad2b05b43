"""A clinic in numbers: a small one counted as it is read, a large one by a job."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from diary.domain.consent import Texting
from diary.services import clinic_figures
from diary.services.clinic_figures import figures_of, keep_figures, large_clinics, standing_of
from diary.services.lists import ListOrder, page_of
from diary.store.caseload import CaseloadRow
from diary.store.database import writing_sessions
from tests.factories import NOW, make_clinic, make_patient
from tests.services.conftest import Desk


def enrol_three(desk: Desk) -> None:
    for _ in range(2):
        make_patient(desk.session, desk.practitioner)
    make_patient(desk.session, desk.practitioner, joined=False)
    desk.session.flush()


def test_a_small_clinic_is_counted_as_it_is_read(desk: Desk):
    enrol_three(desk)
    found = figures_of(desk.session, desk.clinic.id, NOW)
    assert found.counted_at is None
    assert found.followed == 3
    assert found.texting == {Texting.ACTIVE.value: 2, Texting.INVITED.value: 1}
    assert standing_of(desk.session, desk.clinic.id) == found.standing
    assert desk.clinic.id not in large_clinics(desk.session)


def test_a_large_clinic_is_as_the_job_counted_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clinic_figures, "COUNTED_WHEN_READ", 2)
    enrol_three(desk)
    counted = figures_of(desk.session, desk.clinic.id, NOW)
    assert large_clinics(desk.session) == [desk.clinic.id]
    for hours in (1, 2):
        keep_figures(desk.session, desk.clinic.id, NOW + timedelta(hours=hours))
        desk.session.flush()
    make_patient(desk.session, desk.practitioner)
    kept = figures_of(desk.session, desk.clinic.id, NOW + timedelta(hours=3))
    assert kept.counted_at == NOW + timedelta(hours=2)
    assert (kept.followed, kept.standing, kept.costs) == (3, counted.standing, counted.costs)
    assert standing_of(desk.session, desk.clinic.id) == counted.standing


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
        assert figures_of(session, clinic_id, NOW).counted_at == NOW + timedelta(hours=1)


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
        return [patient.id for _, patient in found]

    assert order(ListOrder.INFUSION) == [third, second, first]
    assert order(ListOrder.ANSWERS) == [third, first, second]
    assert order(ListOrder.NEXT_TEXT) == [second, first, third]
    assert order(ListOrder.NEED) == [third, second, first]
    last = page_of(session, desk.clinic.id, order=ListOrder.NEED, first=2, size=10)
    assert [patient.id for _, patient in last] == [first]
