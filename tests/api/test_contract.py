"""The API is what its OpenAPI document says, tried by schemathesis over every operation."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from diary.bootstrap import Services
from diary.services import turns
from diary.web.api.document import document
from diary.web.api.examples import EXAMPLES as EXAMPLES_OF_BODIES
from diary.web.api.routes import OPERATIONS
from diary.web.app import create_app
from tests import factories
from tests.api.phone import BASE, Phone
from tests.databases import TestRun
from tests.factories import NOW, PUBLIC_URL, catalogue, make_services
from tests.faults import plan
from tests.serving import serving

DOCUMENT = json.loads(json.dumps(document(OPERATIONS)))
SCHEMA = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))


def test_the_document_is_the_one_that_is_served_and_is_openapi_3_1(app: Flask):
    served = app.test_client().get("/api/v1/openapi.json")
    assert served.json == DOCUMENT
    assert served.json["openapi"] == "3.1.0"
    SCHEMA.validate()


def test_every_operation_is_described_once():
    names = [
        operation["operationId"]
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
    ]
    assert sorted(names) == sorted(operation.name for operation in OPERATIONS)


def test_the_document_says_every_bound_in_words_of_json_schema():
    said = {
        name for schema in DOCUMENT["components"]["schemas"].values() for name in _words(schema)
    }
    assert said <= {
        *("$ref", "type", "format", "enum", "const", "pattern", "anyOf", "oneOf", "discriminator"),
        *("properties", "required", "additionalProperties", "propertyNames", "minProperties"),
        *(
            "items",
            "maxItems",
            "maxProperties",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "multipleOf",
        ),
        *("title", "description", "default", "examples", "writeOnly"),
    }


def _words(schema: Any) -> Iterator[str]:
    """The keywords of a schema, and of those within it."""
    for word, value in schema.items():
        yield word
        if word == "properties":
            for each in value.values():
                yield from _words(each)
        elif word in ("items", "additionalProperties", "propertyNames") and isinstance(value, dict):
            yield from _words(value)
        elif word in ("anyOf", "oneOf"):
            for each in value:
                yield from _words(each)


def test_every_body_has_an_example_that_fits():
    bodies = {operation.body for operation in OPERATIONS if operation.body}
    assert bodies == set(EXAMPLES_OF_BODIES)
    for model, example in EXAMPLES_OF_BODIES.items():
        model.model_validate_json(json.dumps(example))


@pytest.fixture(scope="module")
def strict(test_run: TestRun) -> Iterator[tuple[str, str]]:
    """Address and token, on PostgreSQL, which takes less than SQLite.

    The token is of a patient who has a check-in that is due.
    """
    with test_run.postgresql() as url:
        services: Services = make_services(url, clock=lambda: NOW)
        with services.sessions.begin() as session:
            rosa = factories.make_practitioner(session, factories.make_clinic(session))
            patient = factories.make_patient(session, rosa, now=NOW - timedelta(days=1))
            factories.give_infusion(session, rosa, patient)
            turns.release_due(session, catalogue(), patient.id, NOW, PUBLIC_URL)
        app = create_app(services)
        tokens = Phone(app, services).sign_in(patient).tokens
        with serving(app) as origin:
            yield f"{origin}{BASE}", tokens["access_token"]
        services.engine.dispose()


@SCHEMA.parametrize()
@plan.examples(15, 1_000)
def test_whatever_is_sent_the_answer_is_as_described(case: schemathesis.Case, strict):
    """No server error, no status, header or body that the document does not have."""
    excluded = [
        # Rules beyond a schema: times in a window, ids on record, a zone that exists.
        positive_data_acceptance,
    ]
    if case.operation.definition.raw.get("operationId") == "sync":
        # One entry that does not fit is refused by its verdict and sinks nothing.
        excluded.append(negative_data_rejection)
    address, token = strict
    case.call_and_validate(
        base_url=address,
        headers={"Authorization": f"Bearer {token}"},
        excluded_checks=excluded,
    )
