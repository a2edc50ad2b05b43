"""A clinic in numbers: a small one counted as it is read, a large one by a job."""

from datetime import timedelta

import pytest

from diary.domain.consent import Texting
from diary.services import clinic_figures
from diary.services.clinic_figures import figures_of, keep_figures, large_clinics, standing_of
from diary.services.lists import ListOrder, page_of
from tests.factories import NOW, ask_and_answer, give_infusion, make_patient
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


def test_the_list_is_in_the_order_asked_for_and_what_is_missing_comes_last(desk: Desk):
    session, rosa = desk.session, desk.practitioner
    never, long_ago, lately = (make_patient(session, rosa, now=NOW) for _ in range(3))
    for patient, days in ((long_ago, 40), (lately, 3)):
        give_infusion(session, rosa, patient, started_at=NOW - timedelta(days=days), now=NOW)
    ask_and_answer(session, lately, NOW + timedelta(days=1, hours=1), "6 3 7")
    session.flush()

    def order(by: ListOrder) -> list[object]:
        rows = page_of(session, desk.clinic.id, order=by, first=0, size=10)
        return [patient.id for _, patient in rows]

    assert order(ListOrder.INFUSION) == [long_ago.id, lately.id, never.id]
    assert order(ListOrder.ANSWERS)[0] == lately.id
    upcoming = [
        row.next_prompt_at
        for row, _ in page_of(session, desk.clinic.id, order=ListOrder.NEXT_TEXT, first=0, size=10)
    ]
    there = [at for at in upcoming if at]
    assert there == sorted(there)
    assert upcoming[: len(there)] == there
