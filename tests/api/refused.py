"""Entries that the record does not take, and what is to follow from danger in them."""

from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from diary.bootstrap import Services
from diary.store.alerts import SafetyAlert
from diary.store.diary import DiaryEntry
from diary.store.messaging import OutboundMessage, Purpose
from tests.api.phone import Phone, new_answers
from tests.factories import NOW, catalogue
from tests.web.conftest import House

DANGER = "i want to kill myself tonight"
LONG = f"{'a day like many. ' * 250}{DANGER}"
PHQ9 = {str(item): 3 for item in range(1, 10)}


def alerts(services: Services) -> list[SafetyAlert]:
    with services.readers() as session:
        return list(session.scalars(select(SafetyAlert)))


def only_alert(services: Services, house: House) -> SafetyAlert:
    [alert] = alerts(services)
    assert alert.patient_id == house.marisol.id
    return alert


def safety_texts(services: Services) -> int:
    with services.readers() as session:
        of_safety = select(func.count()).where(OutboundMessage.purpose == Purpose.SAFETY)
        return session.scalar(of_safety) or 0


def entries(services: Services) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(DiaryEntry)) or 0


def says_where_help_is(found: dict[str, Any] | None) -> bool:
    return found is not None and {"911", "988"} <= {line["call"] for line in found["lines"]}


def answers_to_phq9(check_in: object, **fields: Any) -> dict[str, Any]:
    entry = new_answers(check_in, NOW)
    version = catalogue().questionnaires["phq9"].version
    return {
        **entry,
        "questionnaire": "phq9",
        "questionnaire_version": version,
        "answers": PHQ9,
        **fields,
    }


def alone(phone: Phone, entry: dict[str, Any]) -> TestResponse:
    """The entry by the request that takes no other."""
    rest = {name: value for name, value in entry.items() if name not in ("kind", "check_in")}
    if entry["kind"] == "response":
        return phone.post(f"/check-ins/{entry['check_in']}/responses", rest)
    rest.pop("id")
    return phone.put(f"/diary-entries/{entry['id']}", rest)
