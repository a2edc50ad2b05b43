"""A check-in by text, on a page, or either way: what goes out, and that the page takes it."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from diary.services import answer_forms
from diary.services.answer_forms import OpenForm, Sent
from diary.store.care import PromptStatus
from diary.store.messaging import Purpose
from tests.factories import NOW, PUBLIC_URL, catalogue
from tests.jobs.clinic import JobClinic
from tests.services.own_plan import DAILY, follow, infuse

ADDRESS = re.compile(rf"{re.escape(PUBLIC_URL)}/a/([\w-]{{22}})$")
GOOD_DAY = {"daily/mood": ["6"], "daily/distress": ["3"], "daily/sleep_hours": ["7"]}


@pytest.fixture(name="ana")
def _ana(clinic: JobClinic) -> UUID:
    ana = clinic.add_patient()
    clinic.settle()
    return ana


def ask(clinic: JobClinic, ana: UUID, *check_ins: dict[str, Any]) -> str:
    """The text that asks ``check_ins``."""
    follow(clinic, ana, "1", *check_ins)
    infuse(clinic, ana)
    clinic.clock.at = NOW + timedelta(hours=3)
    clinic.settle()
    return clinic.texts(purpose=Purpose.PROMPT)[-1].body


def fill_in(clinic: JobClinic, token: str) -> Sent | OpenForm | None:
    with clinic.services.sessions.begin() as session:
        return answer_forms.fill_in(
            session, catalogue(), token, GOOD_DAY, clinic.clock(), PUBLIC_URL
        )


def status(clinic: JobClinic, ana: UUID) -> PromptStatus:
    return next(p.status for p in clinic.prompts(ana) if p.check_in == "day")


def test_by_text_there_is_no_address(clinic: JobClinic, ana: UUID):
    body = ask(clinic, ana, DAILY)
    assert body.startswith("How is today?")
    assert "http" not in body


def test_on_a_page_the_text_asks_nothing_and_its_address_takes_the_answer(
    clinic: JobClinic, ana: UUID
):
    body = ask(clinic, ana, {**DAILY, "channel": "link"})
    assert body.startswith("Your check-in is ready on this page: ")
    found = ADDRESS.search(body)
    assert found is not None
    sent = fill_in(clinic, found[1])
    assert isinstance(sent, Sent)
    assert sent.is_recorded
    assert status(clinic, ana) is PromptStatus.COMPLETED


def test_digits_are_no_answer_to_a_question_that_was_not_put(clinic: JobClinic, ana: UUID):
    ask(clinic, ana, {**DAILY, "channel": "link"})
    clinic.text_in(ana, "6 3 7")
    clinic.settle()
    assert status(clinic, ana) is PromptStatus.RELEASED
    assert clinic.texts(purpose=Purpose.REPLY)[-1].body.startswith("Noted")


@pytest.mark.parametrize("by_text", [True, False])
def test_either_way_takes_the_answer_once(clinic: JobClinic, ana: UUID, by_text: bool):
    body = ask(clinic, ana, {**DAILY, "channel": "either"})
    assert body.startswith("How is today?")
    found = ADDRESS.search(body)
    assert found is not None
    if by_text:
        clinic.text_in(ana, "6 3 7")
        clinic.settle()
        assert fill_in(clinic, found[1]) is None
    else:
        assert isinstance(fill_in(clinic, found[1]), Sent)
    assert status(clinic, ana) is PromptStatus.COMPLETED


def test_a_text_and_a_page_that_fall_together_are_asked_both_ways(clinic: JobClinic, ana: UUID):
    page = {**DAILY, "code": "page", "questionnaires": ["phq2"], "channel": "link"}
    body = ask(clinic, ana, DAILY, page)
    assert body.startswith("How is today?")
    assert ADDRESS.search(body)


def test_a_reminder_of_a_page_has_an_address_that_works(clinic: JobClinic, ana: UUID):
    ask(clinic, ana, {**DAILY, "channel": "link", "reminder": "PT2H"})
    clinic.clock.pass_by(hours=2)
    clinic.settle()
    [reminder] = clinic.texts(purpose=Purpose.REMINDER)
    found = ADDRESS.search(reminder.body)
    assert found is not None
    assert isinstance(fill_in(clinic, found[1]), Sent)
    assert status(clinic, ana) is PromptStatus.COMPLETED
