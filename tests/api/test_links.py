"""Steps that build on one another, by the links of the OpenAPI document, taken by schemathesis.

Each walk has a patient of its own, so what it finds hangs on nothing that another one did.
"""

import itertools
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from hypothesis import Phase
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.stateful.state_machine import StepInput, StepOutput, normalize_name
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from diary.bootstrap import Services
from diary.services import devices, renewal, turns
from diary.services.device_tokens import Tokens
from diary.store.people import Patient, Practitioner
from diary.web.api.document import document
from diary.web.api.links import LINKS
from diary.web.api.routes import OPERATIONS
from diary.web.app import create_app
from tests import factories
from tests.api.phone import Phone, code_in, new_entry
from tests.databases import TestRun
from tests.factories import PUBLIC_URL, catalogue
from tests.faults import plan
from tests.web.conftest import Clock

DOCUMENT = json.loads(json.dumps(document(OPERATIONS)))
# What schemathesis would guess beside them is none of the document's.
WRITTEN_ALONE = {"phases": {"stateful": {"inference": {"algorithms": []}}}}
SCHEMA = schemathesis.openapi.from_dict(
    DOCUMENT, config=SchemathesisConfig.from_dict(WRITTEN_ALONE)
)
STEPS = 110
MOST_TURNS = 15
"""After so many a link that was never followed is not just bad luck."""
LINK_NAME = re.compile(r"\] (\w+) ->")
"""In what schemathesis calls a transition: its source, status, link and target."""
REFRESHED = "POST /sign-in/refresh "


def test_every_operation_is_the_end_or_the_beginning_of_a_link():
    linked = {link.after for link in LINKS} | {link.to for link in LINKS}
    assert linked == {operation.name for operation in OPERATIONS}


@dataclass
class Walks:
    """Where walks are taken, and which links they followed with what status in return."""

    app: Flask
    services: Services
    clock: Clock
    staff: Practitioner
    followed: Counter[tuple[tuple[str, str, str], int]] = field(default_factory=Counter)
    spent: set[str] = field(default_factory=set)
    """Refresh tokens that a step was made with: each is good once."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(2_000_000))

    def begin(self) -> tuple[Patient, str]:
        """A patient with two entries and a check-in that is due, and their token."""
        # A day later, so that no limit counts what the last one asked for.
        self.clock.move(timedelta(days=1))
        now = self.clock()
        with self.services.sessions.begin() as session:
            staff = session.merge(self.staff)
            number = f"+1915{next(self.numbers)}"
            patient = factories.make_patient(
                session, staff, phone=number, now=now - timedelta(days=2)
            )
            factories.give_infusion(session, staff, patient, started_at=now - timedelta(hours=26))
            session.flush()
            turns.release_due(session, catalogue(), patient.id, now, PUBLIC_URL)
        token = self.sign_in(patient).access
        phone = Phone(self.app, self.services)
        phone.tokens = {"access_token": token}
        plan_kept = new_entry(now, kind="safety_plan", coping=["A walk by the river"])
        phone.sync([new_entry(now, mood=5), new_entry(now, note="walked"), plan_kept], now)
        return patient, token

    def unspent(self, patient: Patient, said: str | None, *, is_next: bool) -> str:
        """``said``, or a refresh token as a sign-in gives it; if ``is_next``, as an exchange."""
        if said is None or said in self.spent:
            tokens = self.sign_in(patient)
            if is_next:
                with self.services.sessions.begin() as session:
                    tokens = renewal.renew(session, tokens.refresh, None, self.clock()) or tokens
            said = tokens.refresh
        self.spent.add(said)
        return said

    def followed_well(self) -> set[tuple[str, str, str]]:
        return {link for link, status in self.followed if status < HTTPStatus.BAD_REQUEST}

    def sign_in(self, patient: Patient) -> Tokens:
        with self.services.sessions.begin() as session:
            return devices.sign_in(session, patient, "A phone", self.clock())


@pytest.fixture(scope="module")
def walks(test_run: TestRun) -> Iterator[Walks]:
    clock = Clock()
    with test_run.postgresql() as url:
        services = factories.make_services(url, clock=clock)
        with services.sessions.begin() as session:
            staff = factories.make_practitioner(session, factories.make_clinic(session))
        yield Walks(create_app(services), services, clock, staff)
        services.engine.dispose()


def test_steps_that_build_on_one_another_are_answered_as_described(
    walks: Walks, record_property: plan.Note
):
    """What one operation answers is what the next is asked with: each link, and well."""

    SCHEMA.app = walks.app

    class Walk(SCHEMA.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            self.turns = _LeastTaken(self._rules_strategy)
            self._rules_strategy.enabled_rules_strategy = st.just(self.turns)
            self.patient, self.token = walks.begin()
            self.asked: Counter[str] = Counter()

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, object]:
            # What answers here unpacks nothing.
            said = {"Authorization": f"Bearer {self.token}", "Accept-Encoding": "identity"}
            return {"headers": said}

        def step(self, given: StepInput) -> StepOutput:
            self.turns.take(given)
            name = _name_of(given.case)
            self.asked[name] += 1
            if self.asked[name] % 3:
                _make_good(given, name, walks, self.patient, self.asked[name])
            done = super().step(given)
            if given.transition and given.is_applied:
                source = self.recorder.cases[given.transition.parent_id].value
                link = LINK_NAME.search(given.transition.id)
                followed = (_name_of(source), link[1], name)
                walks.followed[followed, done.response.status_code] += 1
            if name == "end_device" and done.response.status_code == HTTPStatus.NO_CONTENT:
                self.token = walks.sign_in(
                    self.patient
                ).access  # it may have been the one that walks
            return done

        def validate_response(self, response, case, additional_checks=(), **_: object) -> None:
            case.validate_response(
                response,
                additional_checks=additional_checks,
                # Rules beyond a schema; and bodies made good are not what they were drawn as.
                excluded_checks=[positive_data_acceptance, negative_data_rejection, ignored_auth],
                recorder=self.recorder,
            )

    wanted = {(link.after, link.name, link.to) for link in LINKS}
    for turn in range(MOST_TURNS):
        hypothesis.seed(plan.SEED + turn)(Walk)
        Walk.run(
            settings=hypothesis.settings(
                plan.examples(2, 300), stateful_step_count=STEPS, phases=[Phase.generate]
            )
        )
        if not (missed := wanted - walks.followed_well()):
            break
    assert missed == set()
    record_property("steps by a link of the API", walks.followed.total())


class _LeastTaken:
    """Of the steps that may be next, those that the walk has taken least often."""

    def __init__(self, rules: Any) -> None:
        self._rules = rules
        self._taken: Counter[str] = Counter()
        self._least: int | None = None

    def take(self, given: StepInput) -> None:
        before = (
            given.transition.id if given.transition else f"RANDOM -> {given.case.operation.label}"
        )
        self._taken[normalize_name(before)] += 1
        self._least = None

    def is_enabled(self, rule: str) -> bool:
        if self._least is None:
            self._least = min(
                self._taken[each.function.__name__]
                for each in self._rules.rules
                if self._rules.is_valid(each)
            )
        return self._taken[rule] <= self._least


def _name_of(case: schemathesis.Case) -> str:
    return case.operation.definition.raw["operationId"]


def _make_good(given: StepInput, operation: str, walks: Walks, patient: Patient, nth: int) -> None:
    """The document's example in place of what was drawn, but for what came by the link."""
    case = given.case
    if any(each["name"] == "limit" for each in case.operation.definition.raw["parameters"]):
        # One at a time, from the beginning or on from where the link says.
        linked = {name for _place, name in given.applied_parameters}
        drawn = {name: value for name, value in case.query.items() if name in {"when", *linked}}
        if operation == "list_check_ins" and nth > 1:
            drawn.setdefault("when", "upcoming")
        case.query = {**drawn, "limit": 1}
    if not isinstance(case.body, dict):
        return
    linked = {
        name: case.body.get(name)
        for location, name in given.applied_parameters
        if location is ParameterLocation.BODY
    }
    media = case.operation.definition.raw["requestBody"]["content"]["application/json"]
    body = {**json.loads(json.dumps(media["example"])), **linked}
    now = walks.clock().isoformat()
    for each in (body, *body.get("entries", ())):
        each.update({name: now for name in ("made_at", "device_now") if name in each})
        if "id" in each and "id" not in linked:
            each["id"] = str(uuid.uuid4())
    if operation in ("keep_diary_entry", "keep_safety_plan"):
        body["version"] = nth
    if "phone" in body:
        body["phone"] = str(patient.phone)
    if operation == "refresh_tokens":
        said = body["refresh_token"] if linked else None
        again = given.transition and given.transition.id.startswith(REFRESHED)
        body["refresh_token"] = walks.unspent(patient, said, is_next=bool(again))
    if operation == "sign_in" and linked:
        body["code"] = code_in(walks.services, patient)
    case.body = body
