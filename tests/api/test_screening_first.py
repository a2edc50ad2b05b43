"""Looking for danger takes as long as there are words: nobody is kept waiting for it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from diary.bootstrap import Services
from diary.services import app_dangers
from diary.services.holds import hold
from diary.store.people import Organization
from tests.api.phone import Phone, new_entry
from tests.api.refused import DANGER, alone, answers_to_phq9
from tests.factories import NOW
from tests.web.conftest import House

Looks = list[bool]


@pytest.fixture
def looks(services: Services, house: House, monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Whether, at each look for danger in words or answers, somebody else could write."""
    found: Looks = []

    def watched(look: Callable[..., Any]) -> Callable[..., Any]:
        def watch(*args: Any) -> Any:
            found.append(can_be_written(services, house))
            return look(*args)

        return watch

    monkeypatch.setattr(app_dangers, "seen_in", watched(app_dangers.seen_in))
    monkeypatch.setattr(app_dangers, "screen", watched(app_dangers.screen))
    return found


def can_be_written(services: Services, house: House) -> bool:
    """Whether another may change the same patient's record, and its clinic's, at once."""
    try:
        with services.sessions.begin() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("SET LOCAL lock_timeout = '200ms'"))
            hold(session, house.marisol.id)
            clinic = session.get_one(Organization, house.clinic.id, with_for_update=True)
            clinic.contact_phone = f"+1915555{len(clinic.contact_phone):04}"
    except Exception:  # noqa: BLE001 - whatever kind of lock it was
        return False
    return True


@pytest.mark.parametrize("note", [DANGER, "a quiet day"])
def test_danger_is_looked_for_while_nothing_is_locked(phone: Phone, looks: Looks, note: str):
    kept = new_entry(NOW, note=note)
    wrong = {
        "unfit": new_entry(NOW, note=note, colour="red"),
        "too old": new_entry(NOW - timedelta(days=9000), note=note),
        "conflict": {**kept, "note": f"{note}, again"},
    }
    phone.sync([kept, new_entry(NOW, note=note), *wrong.values()], NOW)
    alone(phone, new_entry(NOW, note=note))
    for entry in wrong.values():
        alone(phone, entry)
    alone(phone, answers_to_phq9(uuid.uuid4()))
    phone.sync([new_entry(NOW, note=f"{note}, or so")], NOW, since="")
    assert len(looks) >= 15
    assert all(looks)
