"""What was answered by text, corrected and cleared in the app by who saw it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.caseload import CaseloadRow
from diary.store.people import Patient
from tests import factories
from tests.api.phone import Asked, Phone, new_answers
from tests.web.conftest import Clock, House
from tests.web.desk import Desk

TEXTED = {"mood": 6, "distress": 3, "sleep_hours": 7}


class Diarist:
    """Marisol, who answered the last check-in by text and has the app."""

    def __init__(self, phone: Phone, services: Services, house: House, clock: Clock, asked: Asked):
        self.phone, self.services, self.clock = phone, services, clock
        self.patient_id = house.marisol.id
        self.check_in = asked.daily[-1]

    def text(self, body: str) -> None:
        self.clock.move(timedelta(minutes=1))
        with self.services.sessions.begin() as session:
            patient = session.get_one(Patient, self.patient_id)
            factories.receive(session, patient, body, now=self.clock())

    def enter(self, instead_of: dict[str, Any], **answers: Any) -> dict[str, Any]:
        """Answers sent in place of others, as an entry that was stored."""
        entry = new_answers(self.check_in, self.clock(), **answers)
        return self.send({**entry, "instead_of": instead_of})

    def send(self, entry: dict[str, Any]) -> dict[str, Any]:
        self.clock.move(timedelta(minutes=1))
        entry["made_at"] = self.clock().isoformat()
        [verdict] = self.phone.sync([entry], self.clock())["verdicts"]
        assert verdict["verdict"] == "stored", verdict
        return entry

    def take_back(self, entry: dict[str, Any]) -> None:
        self.send({"id": entry["id"], "version": 2, "kind": "deletion"})

    def shown(self) -> dict[str, Any]:
        return self.phone.get(f"/check-ins/{self.check_in}").json

    def response(self) -> dict[str, Any]:
        return self.shown()["responses"][0]

    def moods(self) -> list[float]:
        series = {each["code"]: each for each in self.phone.get("/trend").json["series"]}
        found = series.get("daily/mood", {"readings": []})
        return [reading["value"] for reading in found["readings"]]


@pytest.fixture
def diarist(phone: Phone, services: Services, house: House, clock: Clock, asked: Asked) -> Diarist:
    made = Diarist(phone, services, house, clock, asked)
    made.text("6 3 7")
    assert made.response()["answers"] == TEXTED
    return made


def test_a_correction_counts_and_what_was_texted_is_kept_as_history(
    diarist: Diarist, services: Services, house: House, desk: Desk
):
    diarist.enter({"mood": 6}, mood=4)
    response = diarist.response()
    assert response["answers"] == {"mood": 4, "distress": 3, "sleep_hours": 7}
    assert (response["status"], response["answered_by"]) == ("amended", ["app", "text"])
    assert response["beside"] == []
    assert diarist.moods() == [4]
    before = diarist.phone.get("/export").json["earlier_answers"]
    assert [(each["link_id"], each["value"]) for each in before] == [("mood", 6)]
    with services.readers() as session:
        row = select(CaseloadRow.summary).where(CaseloadRow.patient_id == house.marisol.id)
        assert session.scalars(row).one()["mood"] == [4]
    page = desk.get(f"/patients/{house.marisol.id}").text
    assert "mood 4" in page
    assert "in place of mood 6" in page
    assert "6 3 7" in page


def test_what_is_left_as_it_was_stays_the_texts_own(diarist: Diarist):
    diarist.enter(TEXTED, **{**TEXTED, "distress": 8})
    response = diarist.response()
    assert response["answers"] == {**TEXTED, "distress": 8}
    assert response["answered_by"] == ["app", "text"]
    assert len(diarist.phone.get("/export").json["earlier_answers"]) == 1


def test_an_answer_is_cleared_and_stands_again_when_that_is_taken_back(diarist: Diarist):
    entry = diarist.enter(TEXTED, distress=3, sleep_hours=7)
    assert diarist.response()["answers"] == {"distress": 3, "sleep_hours": 7}
    assert diarist.shown()["status"] == "partial"
    assert diarist.moods() == []
    diarist.take_back(entry)
    assert diarist.response()["answers"] == TEXTED
    assert diarist.response()["answered_by"] == ["text"]
    assert diarist.shown()["status"] == "completed"
    assert diarist.moods() == [6]


def test_every_answer_cleared_leaves_the_check_in_open_to_be_answered_anew(
    diarist: Diarist, house: House, desk: Desk
):
    diarist.enter(TEXTED)
    assert diarist.response()["answers"] == {}
    assert diarist.response()["status"] == "in-progress"
    assert diarist.shown()["when"] == "due"
    assert "took the answers back" in desk.get(f"/patients/{house.marisol.id}").text
    anew = new_answers(diarist.check_in, diarist.clock(), mood=5, distress=5, sleep_hours=5)
    diarist.send(anew)
    assert diarist.response()["answers"] == {"mood": 5, "distress": 5, "sleep_hours": 5}
    assert diarist.shown()["status"] == "completed"


def test_nothing_is_overwritten_unseen(diarist: Diarist):
    diarist.text("sorry, mood 5")
    diarist.enter({"mood": 6}, mood=1)
    response = diarist.response()
    assert response["answers"] == {**TEXTED, "mood": 5}
    assert [each["response"]["answers"] for each in response["beside"]] == [{"mood": 1}]
    diarist.enter({"mood": 5}, mood=2, distress=9)
    assert diarist.response()["answers"] == {**TEXTED, "mood": 5}, "nobody saw the distress"


def test_a_text_that_comes_after_a_correction_stands_and_the_rest_of_it_stays(diarist: Diarist):
    first = diarist.enter({"mood": 6, "distress": 3}, mood=4, distress=8)
    diarist.text("sorry, mood 5")
    assert diarist.response()["answers"] == {"mood": 5, "distress": 8, "sleep_hours": 7}
    later = diarist.enter({"sleep_hours": 7}, sleep_hours=6)
    assert diarist.response()["answers"] == {"mood": 5, "distress": 8, "sleep_hours": 6}
    diarist.take_back(later)
    diarist.take_back(first)
    assert diarist.response()["answers"] == {"mood": 5, "distress": 3, "sleep_hours": 7}


def test_a_new_version_of_a_correction_starts_from_what_was_texted(diarist: Diarist):
    entry = diarist.enter({"mood": 6}, mood=4)
    diarist.send({**entry, "version": 2, "answers": {"mood": 9}})
    assert diarist.response()["answers"] == {**TEXTED, "mood": 9}
    assert diarist.moods() == [9]


def test_a_correction_and_its_end_say_the_same_in_either_order(diarist: Diarist):
    entry = new_answers(diarist.check_in, diarist.clock(), mood=4)
    entry |= {"id": str(uuid.uuid4()), "instead_of": {"mood": 6}}
    diarist.take_back(entry)
    diarist.send(entry)
    assert diarist.response()["answers"] == TEXTED


def test_what_cannot_be_an_answer_cannot_have_been_seen(diarist: Diarist):
    for instead_of, pointer in (({"mood": 11}, "mood"), ({"height": 5}, "height")):
        entry = new_answers(diarist.check_in, diarist.clock(), mood=4)
        done = diarist.phone.sync([{**entry, "instead_of": instead_of}], diarist.clock())
        [error] = done["verdicts"][0]["errors"]
        assert error["pointer"] == f"/entries/0/instead_of/{pointer}"
