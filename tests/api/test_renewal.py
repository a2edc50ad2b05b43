"""Exchanging refresh tokens: lost answers are given again, copies end the sign-in."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from diary.bootstrap import Services
from diary.services.renewal import LOST_FOR
from diary.store.devices import Device, DeviceEnd, DeviceToken
from tests.api.phone import Phone
from tests.web.conftest import Clock

MOMENT = timedelta(seconds=1)
OURS, ANOTHER = str(UUID(int=1)), str(UUID(int=2))


def exchange(phone: Phone, tokens: dict[str, Any], exchange_id: str | None = None) -> TestResponse:
    body = {"refresh_token": tokens["refresh_token"], "exchange_id": exchange_id}
    return phone.post("/sign-in/refresh", body)


def took(phone: Phone, answer: TestResponse) -> dict[str, Any]:
    """The tokens of an answer, and a call made with them."""
    assert answer.status_code == 200, answer.text
    phone.tokens = answer.json
    assert phone.get("/me").status_code == 200
    return phone.tokens


def assert_ended(phone: Phone, services: Services, refused: TestResponse) -> None:
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert phone.get("/me").status_code == 401
    assert exchange(phone, phone.tokens).status_code == 401
    with services.readers() as session:
        assert session.scalars(select(Device)).one().ended_by is DeviceEnd.REPLAY


@pytest.mark.parametrize(
    ("first_id", "second_id"), [(None, None), (OURS, None), (None, OURS), (OURS, ANOTHER)]
)
@pytest.mark.parametrize("is_used", [False, True])
def test_a_refresh_token_is_good_once_and_a_copy_of_it_ends_the_family(
    phone: Phone, services: Services, first_id: str | None, second_id: str | None, *, is_used: bool
):
    first = phone.tokens
    answer = exchange(phone, first, first_id)
    phone.tokens = took(phone, answer) if is_used else answer.json
    assert_ended(phone, services, exchange(phone, first, second_id))


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=1), LOST_FOR])
def test_an_answer_that_was_lost_is_given_again(phone: Phone, clock: Clock, later: timedelta):
    first = phone.tokens
    lost = exchange(phone, first, OURS).json
    clock.move(later)
    again = took(phone, exchange(phone, first, OURS))
    assert again["refresh_token"] == lost["refresh_token"]
    assert again["refresh_expires_at"] == lost["refresh_expires_at"]
    took(phone, exchange(phone, again, ANOTHER))


def test_an_answer_is_not_given_again_for_ever(phone: Phone, services: Services, clock: Clock):
    first = phone.tokens
    exchange(phone, first, OURS)
    clock.move(LOST_FOR + MOMENT)
    assert_ended(phone, services, exchange(phone, first, OURS))


def test_once_the_next_token_was_exchanged_the_one_before_is_a_copy(
    phone: Phone, services: Services
):
    first = phone.tokens
    second = exchange(phone, first, OURS).json
    phone.tokens = exchange(phone, second, OURS).json
    assert_ended(phone, services, exchange(phone, first, OURS))


def test_two_parts_of_an_app_that_ask_at_once_by_one_id_get_the_same_next_token(
    phone: Phone, services: Services
):
    first, answers, ready = phone.tokens, [], threading.Barrier(2)

    def ask() -> None:
        own = Phone(phone.client.application, services)
        ready.wait()
        answers.append(exchange(own, first, OURS))

    parts = [threading.Thread(target=ask) for _ in range(2)]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    one, other = (took(phone, answer) for answer in answers)
    assert one["refresh_token"] == other["refresh_token"]
    assert one["access_token"] != other["access_token"]
    took(phone, exchange(phone, one))


def test_nothing_that_is_kept_tells_the_next_token(phone: Phone, services: Services):
    first = phone.tokens
    second = exchange(phone, first).json
    with services.readers() as session:
        rows = session.scalars(select(DeviceToken)).all()
    kept = b"".join(row.token_hash + (row.salt or b"") for row in rows)
    assert second["refresh_token"].encode() not in kept
    exchange(phone, second)
    with services.readers() as session:
        [salt] = session.scalars(select(DeviceToken.salt).where(DeviceToken.salt.is_not(None)))
        ids = session.scalars(select(DeviceToken.id).where(DeviceToken.used_at.is_not(None))).all()
    assert salt
    assert len(ids) == 2, "only the last exchange can be answered again"
