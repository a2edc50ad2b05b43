"""What staff write on a chart: other treatment, goals and their ratings, notes."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.audit import AuditEvent
from diary.store.chart import ChartNote, Goal, GoalRating, OtherTreatment
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

TODAY = NOW.date()
SERTRALINE = {
    "kind": "antidepressant",
    "treatment": "sertraline",
    "dose": "50 mg daily",
    "started_on": "2026-10-01",
}


def words(desk: Desk, house: House) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", desk.get(f"/patients/{house.marisol.id}").text))
    return " ".join(page.split())


def actions(services: Services, house: House) -> list[str]:
    with services.readers() as session:
        rows = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.patient_id == house.marisol.id)
            .order_by(AuditEvent.id)
        )
        return [
            row.action
            for row in rows
            if row.practitioner_id == house.rosa.id and not row.action.startswith("read")
        ]


def only(services: Services, model: type) -> object:
    with services.readers() as session:
        return session.scalars(select(model)).one()


def fill(desk: Desk, path: str, **form: str):
    desk.get(path)
    return desk.post(path, **form)


def test_a_medicine_is_begun_changed_and_ended_on_the_timeline(
    desk: Desk, services: Services, house: House
):
    base = f"/patients/{house.marisol.id}"
    assert fill(desk, f"{base}/treatments/new", **SERTRALINE).location == base
    first = only(services, OtherTreatment)
    assert (
        fill(
            desk, f"/treatments/{first.id}/dose", dose="100 mg daily", started_on="2026-10-15"
        ).status_code
        == 303
    )
    with services.readers() as session:
        second = session.scalars(
            select(OtherTreatment).where(OtherTreatment.continues_id == first.id)
        ).one()
    answer = fill(
        desk,
        f"/treatments/{second.id}",
        **{**SERTRALINE, "dose": "100 mg daily"},
        ended_on="2026-11-10",
    )
    assert answer.status_code == 303
    page = words(desk, house)
    assert "sertraline, 100 mg daily 1 Oct 2026 to 10 Nov 2026" in page
    page = unescape(desk.get(base).text)
    for said in (
        "Begun: sertraline, 50 mg daily",
        "Dose changed: sertraline, 100 mg daily",
        "Ended: sertraline",
    ):
        assert f"<title>{said}</title>" in page
        assert page.count(f"<title>{said}</title>") == 3, "a drawing for each width"
    assert actions(services, house)[-3:] == [
        "record treatment",
        "change dose",
        "correct treatment",
    ]


def test_a_therapy_needs_no_name_and_has_no_dose(desk: Desk, services: Services, house: House):
    base = f"/patients/{house.marisol.id}"
    fill(desk, f"{base}/treatments/new", kind="emdr", started_on="2026-11-02", dose="5 mg")
    treatment = only(services, OtherTreatment)
    assert (treatment.name, treatment.dose) == ("", "")
    assert desk.get(f"/treatments/{treatment.id}/dose").status_code == 404
    assert "EMDR since 2 Nov 2026" in words(desk, house)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"kind": "magic"}, "kind"),
        ({"treatment": " "}, "treatment"),
        ({"started_on": "2026-11-19"}, "started_on"),
        ({"started_on": "soon"}, "started_on"),
        ({"ended_on": "2026-09-30"}, "ended_on"),
        ({"dose": "x" * 121}, "dose"),
        ({"dose": "100\0mg"}, "dose"),
    ],
)
def test_a_wrong_treatment_is_not_stored(
    desk: Desk, services: Services, house: House, changes: dict[str, str], wrong: str
):
    path = f"/patients/{house.marisol.id}/treatments/new"
    answer = fill(desk, path, **{**SERTRALINE, **changes})
    assert answer.status_code == 422
    assert set(errors_in(answer)) == {wrong}
    with services.readers() as session:
        assert session.scalars(select(OtherTreatment)).all() == []


def test_what_was_entered_in_error_leaves_the_chart_and_the_dose_before_goes_on(
    desk: Desk, services: Services, house: House
):
    base = f"/patients/{house.marisol.id}"
    fill(desk, f"{base}/treatments/new", **SERTRALINE)
    first = only(services, OtherTreatment)
    fill(desk, f"/treatments/{first.id}/dose", dose="200 mg", started_on="2026-10-15")
    with services.readers() as session:
        second = session.scalars(
            select(OtherTreatment).where(OtherTreatment.continues_id == first.id)
        ).one()
    desk.get(base)
    assert desk.post(f"/treatments/{second.id}/remove").status_code == 303
    page = words(desk, house)
    assert "200 mg" not in page
    assert "sertraline, 50 mg daily since 1 Oct 2026" in page
    assert desk.get(f"/treatments/{second.id}").status_code == 404


def test_a_goal_is_rated_once_a_month_and_a_second_answer_of_a_day_counts(
    desk: Desk, services: Services, house: House, clock
):
    base = f"/patients/{house.marisol.id}"
    fill(desk, f"{base}/goals/new", words="eat with my family", set_on="2026-11-01")
    goal = only(services, Goal)
    assert "“eat with my family”" in words(desk, house)
    assert "Rate now" in words(desk, house)
    for value in ("3", "4"):
        fill(desk, f"/goals/{goal.id}/rate", value=value, rated_on="2026-11-18")
    page = words(desk, house)
    assert "4 of 10" in page
    assert "Rate now" not in page
    with services.readers() as session:
        kept = session.scalars(select(GoalRating).order_by(GoalRating.id)).all()
    assert [(each.value, each.superseded_at is None) for each in kept] == [(3, False), (4, True)]
    clock.move(timedelta(days=30))
    desk.sign_in("rosa@clinic.example")
    assert "Rate now" in words(desk, house)
    fill(desk, f"/goals/{goal.id}/rate", value="7", rated_on="2026-12-18")
    assert "7 of 10 +3" in words(desk, house)


@pytest.mark.parametrize("value", ["", "11", "-1", "4.5", "\u0664", "x"])
def test_a_rating_off_its_scale_is_refused(
    desk: Desk, services: Services, house: House, value: str
):
    fill(desk, f"/patients/{house.marisol.id}/goals/new", words="work", set_on="2026-11-01")
    goal = only(services, Goal)
    answer = fill(desk, f"/goals/{goal.id}/rate", value=value, rated_on="2026-11-18")
    assert set(errors_in(answer)) == {"value"}


def test_a_closed_goal_is_not_asked_for_any_more(desk: Desk, services: Services, house: House):
    fill(desk, f"/patients/{house.marisol.id}/goals/new", words="work", set_on="2026-11-01")
    goal = only(services, Goal)
    fill(desk, f"/goals/{goal.id}", words="work", set_on="2026-11-01", closed_on="2026-11-18")
    page = words(desk, house)
    assert "closed 18 Nov 2026" in page
    assert "Rate" not in page


def test_a_note_stands_on_the_chart_until_it_is_taken_off(
    desk: Desk, services: Services, house: House
):
    base = f"/patients/{house.marisol.id}"
    fill(desk, f"{base}/notes/new", about_on="2026-11-17", text="Moved house last week.")
    assert "17 Nov 2026 Moved house last week. Rosa Nolan" in words(desk, house)
    assert "<title>Note: Moved house last week.</title>" in desk.get(base).text
    note = only(services, ChartNote)
    desk.post(f"/notes/{note.id}/remove")
    assert "Moved house" not in words(desk, house)
    assert only(services, ChartNote).text == "Moved house last week."
    assert actions(services, house)[-2:] == ["write note", "remove note"]
