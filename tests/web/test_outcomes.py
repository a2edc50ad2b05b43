"""The outcomes of a clinic: the right counts, nothing of another clinic, no share of too few."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from diary.bootstrap import Services
from diary.services import caseload
from diary.services.plans import put_on
from diary.store.care import Prompt, PromptStatus, Route
from diary.store.ids import new_id
from diary.store.outcomes import OutcomeRow
from diary.store.people import Patient, Practitioner
from diary.store.responses import Observation, QuestionnaireResponse, ResponseStatus
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk

BEGAN = NOW - timedelta(days=100)
BEFORE = timedelta(days=-1)
RESPONDED = ((-1, 20), (7, 6), (20, 8), (40, 18), (46, 18))
"""Half of the gain of 14 is lost at 13, on the way from 8 on day 20 to 18 on day 40: day 30."""
SLOW = ((-1, 20), (7, 6), (20, 8), (50, 8), (57, 18))
HELD = ((-1, 20), (7, 6), (20, 8))
WORSE = ((-1, 12), (20, 19))
UNKNOWN = ((-1, 15), (7, 14))


def score(
    session: Session, patient: Patient, began: datetime, scores: Sequence[tuple[float, int]]
) -> None:
    for day, value in scores:
        at = began + timedelta(days=day)
        prompt = Prompt(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            anchor_id=new_id(),
            check_in="weekly",
            occurrence=0,
            plan_version="1",
            questionnaires=["phq9"],
            due_at=at,
            closes_at=at,
            status=PromptStatus.COMPLETED,
            released_at=at,
        )
        session.add(prompt)
        session.flush()
        response = QuestionnaireResponse(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            prompt_id=prompt.id,
            questionnaire="phq9",
            questionnaire_version="1",
            status=ResponseStatus.COMPLETED,
            asked_at=at,
        )
        session.add(response)
        session.flush()
        session.execute(
            insert(Observation).values(
                id=new_id(),
                organization_id=patient.organization_id,
                patient_id=patient.id,
                response_id=response.id,
                code="phq9",
                value=value,
                flags={},
                effective_at=at,
            )
        )


def treat(
    services: Services,
    practitioner: Practitioner,
    stories: Sequence[Sequence[tuple[float, int]]],
    *,
    infusions: Sequence[float] = (0,),
    dose_mg: float = 40,
) -> None:
    """A patient a story, each with the infusions of those days and the scores of the story."""
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, practitioner.id)
        for story in stories:
            patient = factories.make_patient(session, rosa, now=BEGAN - timedelta(days=9))
            score(session, patient, BEGAN, story)
            for day in infusions:
                at = BEGAN + timedelta(days=day)
                factories.give_infusion(
                    session, rosa, patient, started_at=at, dose_mg=dose_mg, now=NOW
                )


def table(desk: Desk, query: str = "") -> dict[tuple[str, str, str], dict[str, str]]:
    """The file's rows by group, measure and day."""
    answer = desk.get(f"/outcomes.csv{query}")
    assert answer.mimetype == "text/csv"
    return {
        (row["group"], row["measure"], row["day"]): row
        for row in csv.DictReader(io.StringIO(answer.text))
    }


def test_the_page_counts_response_worse_and_missing(desk: Desk, services: Services, house: House):
    treat(services, house.rosa, [RESPONDED] * 6 + [WORSE] * 2 + [UNKNOWN] * 2)
    page = unescape(re.sub(r"<[^>]+>", " ", desk.get("/outcomes").text))
    said = " ".join(page.split())
    assert "10 courses of 10 patients, by PHQ-9." in said
    assert "Response 75% 6 of 8, 2 missing" in said
    assert "Worse 25% 2 of 8, 2 missing" in said
    assert "6 of 6 with a reliable gain lost it" in said
    assert "Without an outcome score 2 of 10 whose day 31 is over" in said
    assert "A gain holds, median 30 d" in said
    assert "No score from day 14 to 31 2" in said
    assert "Response if none of the missing responded 60%" in said
    assert "53.6% of 537" in said
    assert "This clinic, any rise 25%" in said


def test_few_who_lost_their_gain_make_no_median(desk: Desk, services: Services, house: House):
    treat(services, house.rosa, [RESPONDED] * 4 + [HELD] * 3)
    page = unescape(re.sub(r"<[^>]+>", " ", desk.get("/outcomes?by=route").text))
    said = " ".join(page.split())
    assert "A gain holds, median \u2013 4 of 7 with a reliable gain lost it: too few" in said
    assert "4 of 7 lost it: too few for a median" in said
    assert not re.search(r"Median: \d+ d|half: \d", said)
    row = table(desk)["everybody", "median days to return", ""]
    assert (row["count"], row["of"], row["value"], row["low"]) == ("4", "7", "", "")


def test_the_file_has_what_the_page_shows(desk: Desk, services: Services, house: House):
    treat(services, house.rosa, [RESPONDED] * 6 + [WORSE] * 2 + [UNKNOWN] * 2)
    rows = table(desk)
    response = rows["everybody", "response", ""]
    assert (response["count"], response["of"], response["missing"]) == ("6", "8", "2")
    assert float(response["value"]) == 0.75
    assert rows["everybody", "worse", ""]["count"] == "2"
    assert rows["everybody", "median days to return", ""]["value"] == "30"
    held = [row for (_, measure, _), row in rows.items() if measure == "gain held"]
    assert [(row["count"], row["of"], row["value"]) for row in held] == [("6", "6", "0")]
    still = rows["everybody", "still responding", "28"]
    assert rows["everybody", "responders", ""]["count"] == "6"
    assert (still["of"], still["value"], still["low"]) == ("0", "0", "0")
    assert 0 < float(still["high"]) < 1
    assert rows["McInnes 2022", "response", ""]["source"].startswith("published, doi:10.")


def test_of_fewer_than_five_there_are_counts_and_no_shares(
    desk: Desk, services: Services, house: House
):
    treat(services, house.rosa, [RESPONDED] * 4)
    page = desk.get("/outcomes").text
    assert "4 of 4: too few" in page
    assert "100%" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert "Too few with a reliable gain for a curve." in page
    rows = table(desk)
    assert rows["everybody", "response", ""]["count"] == "4"
    assert rows["everybody", "response", ""]["value"] == ""
    assert not [measure for _, measure, _ in rows if measure in ("gain held", "median days")]


def test_nobody_of_another_clinic_is_counted(desk: Desk, services: Services, house: House):
    treat(services, house.other_staff, [RESPONDED] * 7)
    assert "No outcomes yet" in desk.get("/outcomes").text
    treat(services, house.rosa, [RESPONDED] * 5)
    assert table(desk)["everybody", "courses", ""]["count"] == "5"


def test_groups_by_dose_and_by_number(desk: Desk, services: Services, house: House):
    treat(services, house.rosa, [RESPONDED] * 5)
    treat(services, house.rosa, [SLOW] * 6, dose_mg=80, infusions=(0, 60))
    rows = table(desk, "?by=dose")
    assert rows["0.50", "courses", ""]["count"] == "5"
    assert rows["1.00", "courses", ""]["count"] == "6"
    rows = table(desk, "?counting=courses&by=number")
    assert (rows["1", "courses", ""]["count"], rows["2", "courses", ""]["count"]) == ("11", "6")
    page = desk.get("/outcomes?by=dose").text
    assert "0.50 to 0.74 mg/kg" in page
    assert "Log-rank p = " in page
    assert "counts several times" in desk.get("/outcomes?counting=courses&by=number").text


def test_a_course_counts_under_the_plan_it_was_given_under(
    desk: Desk, services: Services, house: House
):
    treat(services, house.rosa, [RESPONDED] * 5)
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        counted = session.scalars(select(OutcomeRow)).first()
        moved = session.get_one(Patient, counted.patient_id)
        put_on(session, moved, services.catalogue.plans["maintenance"], NOW)
        at = BEGAN + timedelta(days=60)
        factories.give_infusion(session, rosa, moved, started_at=at, now=NOW)
    rows = table(desk, "?by=plan")
    assert rows["standard", "courses", ""]["count"] == "5"
    rows = table(desk, "?by=plan&counting=courses")
    assert rows["maintenance", "courses", ""]["count"] == "1"
    assert services.catalogue.plans["standard"].title["en"] in desk.get("/outcomes?by=plan").text
    with services.sessions.begin() as session:
        for row in session.scalars(select(OutcomeRow)):
            row.plan = "mixed"
    assert "under several protocols" in desk.get("/outcomes?by=plan").text


def test_an_infusion_cancelled_or_corrected_changes_the_outcome(
    desk: Desk, services: Services, house: House
):
    treat(services, house.rosa, [RESPONDED] * 5)
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        first = session.scalars(select(OutcomeRow)).first()
        patient = session.get_one(Patient, first.patient_id)
        again = BEGAN + timedelta(days=25)
        factories.give_infusion(session, rosa, patient, started_at=again, now=NOW)
    rows = table(desk)
    assert rows["everybody", "median days to return", ""]["of"] == "5"
    assert rows["everybody", "treated again first", "28"]["value"] == "0.2"


def test_rebuilding_finds_the_same(services: Services, house: House):
    treat(services, house.rosa, [RESPONDED, WORSE, UNKNOWN], infusions=(0, 30))

    def kept() -> list[tuple[object, ...]]:
        with services.readers() as session:
            rows = session.scalars(select(OutcomeRow)).all()
        named = [column.key for column in OutcomeRow.__table__.columns if column.key != "id"]
        return sorted((tuple(getattr(row, name) for name in named) for row in rows), key=repr)

    before = kept()
    with services.sessions.begin() as session:
        for patient in session.scalars(select(Patient)):
            caseload.forget(session, patient)
            caseload.rewrite(session, services.catalogue, patient, NOW)
    assert kept() == before
    assert len(before) == 3 * 2 * 2


@pytest.mark.parametrize("query", ["?by=colour", "?questionnaire=none", "?counting=x&by=number"])
def test_what_is_asked_wrongly_is_as_if_not_asked(
    desk: Desk, services: Services, house: House, query: str
):
    treat(services, house.rosa, [RESPONDED] * 5)
    assert desk.get(f"/outcomes{query}").status_code == 200
    assert table(desk, query) == table(desk)


def test_every_route_has_a_word(desk: Desk, services: Services, house: House):
    treat(services, house.rosa, [RESPONDED])
    for route in (*Route, "mixed", None):
        with services.sessions.begin() as session:
            for row in session.scalars(select(OutcomeRow)):
                row.route = route
        assert desk.get("/outcomes?by=route").status_code == 200
