"""A patient's phone: signs in by the code in the outbox, and speaks JSON to the API."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from diary.bootstrap import Services
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Patient
from tests.factories import PUBLIC_URL

BASE = "/api/v1"


def code_in(services: Services, patient: Patient) -> str:
    """The code that the newest text to the patient gives."""
    with services.readers() as session:
        body = session.scalars(
            select(OutboundMessage)
            .where(
                OutboundMessage.patient_id == patient.id,
                OutboundMessage.purpose == Purpose.SIGN_IN,
            )
            .order_by(OutboundMessage.id.desc())
        ).first()
        assert body
        found = re.search(r"\d{6}", body.body)
    assert found
    return found[0]


@dataclass(frozen=True)
class Asked:
    """Check-ins that were texted and not answered, the oldest first."""

    daily: list[uuid.UUID]


class Phone:
    """One device. ``tokens`` are those that it was last given."""

    def __init__(self, app: Flask, services: Services) -> None:
        self.client = app.test_client()
        self.services = services
        self.tokens: dict[str, Any] = {}

    def ask(self, phone: str) -> TestResponse:
        return self.post("/sign-in/codes", {"phone": phone})

    def type_in(self, request_id: str, code: str, device: str = "Marisol's phone") -> TestResponse:
        return self.post(
            "/sign-in/tokens", {"request_id": request_id, "code": code, "device": device}
        )

    def sign_in(self, patient: Patient) -> "Phone":
        asked = self.ask(patient.phone)
        assert asked.status_code == 202, asked.text
        done = self.type_in(asked.json["request_id"], code_in(self.services, patient))
        assert done.status_code == 201, done.text
        self.tokens = done.json
        return self

    def renew(self) -> None:
        """Exchange the refresh token, as an app does that was away for a while."""
        done = self.post("/sign-in/refresh", {"refresh_token": self.tokens["refresh_token"]})
        assert done.status_code == 200, done.text
        self.tokens = done.json

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: object) -> TestResponse:
        return self.send("POST", path, body)

    def put(self, path: str, body: object) -> TestResponse:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: object) -> TestResponse:
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> TestResponse:
        return self.send("DELETE", path)

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str | None = None,
    ) -> TestResponse:
        given: dict[str, Any] = {} if body is None else {"json": body}
        if raw is not None:
            given = {"data": raw, "content_type": content_type or "application/json"}
        token = self.tokens.get("access_token")
        said = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.open(
            BASE + path,
            method=method,
            base_url=PUBLIC_URL,
            headers={**said, **(headers or {})},
            **given,
        )

    def sync(
        self, entries: list[Any], now: datetime, since: str | None = None, **more: Any
    ) -> dict[str, Any]:
        body = {"device_now": now.isoformat(), "entries": entries, **more}
        if since is not None:
            body["since"] = since
        done = self.post("/sync", body)
        assert done.status_code == 200, done.text
        return done.json


def new_entry(made_at: datetime, **fields: Any) -> dict[str, Any]:
    """A diary entry as a device makes it."""
    return {
        "id": str(uuid.uuid4()),
        "version": 1,
        "kind": "diary",
        "made_at": made_at.isoformat(),
        **fields,
    }


def new_answers(check_in: object, made_at: datetime, **answers: Any) -> dict[str, Any]:
    """A daily check-in's answers as a device makes them."""
    return {
        "id": str(uuid.uuid4()),
        "version": 1,
        "kind": "response",
        "made_at": made_at.isoformat(),
        "check_in": str(check_in),
        "questionnaire": "daily",
        "questionnaire_version": "1",
        "answers": answers,
    }
