"""The real application on both databases, and a phone that has signed in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import turns
from diary.store.care import Prompt
from tests.api.phone import Asked, Phone
from tests.factories import PUBLIC_URL, catalogue
from tests.web.conftest import (
    Clock,
    House,
    app,
    clock,
    compiled,
    desk,
    furnish,
    house,
    lived,
    services,
)

__all__ = ["app", "clock", "compiled", "desk", "furnish", "house", "lived", "services"]


@pytest.fixture
def phone(app: Flask, services: Services, house: House) -> Phone:
    """Marisol's phone, signed in."""
    return Phone(app, services).sign_in(house.marisol)


@pytest.fixture
def asked(services: Services, house: House, clock: Clock, phone: Phone) -> Asked:
    """Four days of daily check-ins, of which only the last is still open."""
    for _day in range(4):
        clock.move(timedelta(days=1))
        with services.sessions.begin() as session:
            assert turns.release_due(session, catalogue(), house.marisol.id, clock(), PUBLIC_URL)
    with services.readers() as session:
        prompts = session.scalars(
            select(Prompt)
            .where(
                Prompt.patient_id == house.marisol.id,
                Prompt.due_at <= clock(),
                Prompt.check_in.contains("daily"),
            )
            .order_by(Prompt.due_at)
        )
        ids = [prompt.merged_into_id or prompt.id for prompt in prompts]
    clock.move(timedelta(minutes=30))
    assert len(ids) == 4
    phone.renew()
    return Asked(ids)
