"""What answered a check-in is deleted again: it is open for as long as its window, and then not."""

from datetime import timedelta
from typing import Any

import pytest

from diary.bootstrap import Services
from diary.store.care import Prompt, PromptStatus
from jobs.timetable import JOBS
from tests.api.phone import Asked, Phone, new_answers
from tests.web.conftest import Clock

WHOLE = {"mood": 6, "distress": 3, "sleep_hours": 7, "sleep_quality": 5}


def fate(services: Services, asked: Asked) -> tuple[PromptStatus, str | None]:
    with services.readers() as session:
        prompt = session.get_one(Prompt, asked.daily[-1])
        return prompt.status, prompt.reason


def deletion_of(entry: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "deletion", "version": 2, "id": entry["id"], "made_at": entry["made_at"]}


@pytest.mark.parametrize("is_at_once", [True, False])
@pytest.mark.parametrize(
    ("left", "after"),
    [
        ({"mood": 4}, (PromptStatus.PARTIAL, None)),
        ({}, (PromptStatus.MISSED, "not_answered")),
    ],
)
def test_it_is_open_until_its_window_is_over(
    phone: Phone,
    services: Services,
    clock: Clock,
    asked: Asked,
    left: dict[str, int],
    after: tuple[PromptStatus, str | None],
    is_at_once: bool,
):
    def made(answers: dict[str, int]) -> dict[str, Any]:
        return new_answers(asked.daily[-1], clock() - timedelta(minutes=9), **answers)

    whole = made(WHOLE)
    rest = [deletion_of(whole), *([made(left)] if left else [])]
    if not is_at_once:
        phone.sync([whole], clock())
        assert fate(services, asked) == (PromptStatus.COMPLETED, None)
    phone.sync([whole, *rest], clock())
    JOBS["upkeep"].run(services)
    assert fate(services, asked) == (PromptStatus.RELEASED, None)
    clock.move(timedelta(days=1))
    for job in ("release_prompts", "upkeep", "upkeep"):
        assert JOBS[job].run(services)["failed"] == 0
    assert fate(services, asked) == after


def test_what_the_conversation_asks_it_closes_itself(
    services: Services, clock: Clock, asked: Asked
):
    clock.move(timedelta(days=1))
    assert JOBS["upkeep"].run(services)["left_open"] == 1
    assert fate(services, asked) == (PromptStatus.RELEASED, None)
    JOBS["release_prompts"].run(services)
    assert fate(services, asked) == (PromptStatus.MISSED, "not_answered")
