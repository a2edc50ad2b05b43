"""The API is what its OpenAPI document says, tried by schemathesis over every operation."""

import json

import schemathesis
from flask import Flask

from diary.web.api.document import document
from diary.web.api.routes import OPERATIONS

DOCUMENT = json.loads(json.dumps(document(OPERATIONS)))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
EXAMPLES = 12
BODILESS = {"end_device"}
"""Signing the phone itself out would end the test."""


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
