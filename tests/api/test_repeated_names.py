"""A body in which an object has a name twice: nobody could say which of the two was meant."""

import json
import re
import uuid

import pytest

from diary.web.api.operations import Operation
from diary.web.api.routes import OPERATIONS
from tests.api.phone import Phone, new_entry
from tests.factories import NOW


@pytest.mark.parametrize(
    ("raw", "pointers"),
    [
        (b'{"entries": [%s, {"mood": 7, "tags": [[{"n": 1, "n": 1}]], "mood": 7}]}',
         ["/entries/1/mood", "/entries/1/tags/0/0/n"]),
        (b'{"entries": [%s], "entries": []}', ["/entries"]),
        (rb'{"mood": 1, "mo\u006fd" : 9}', ["/mood"]),
        (b'{"answers": {"m/d" : 1, "m/d"\t:1}}', ["/answers/m~1d"]),
        (rb'[{"\ud83d": 1, "\ud83d": 1}]', ["/0/?"]),
    ],
)  # fmt: skip
def test_a_name_said_twice_is_refused_with_all_that_came_with_it(
    phone: Phone, raw: bytes, pointers: list[str]
):
    good = json.dumps(new_entry(NOW, note='":x", "note": "y')).encode()
    answer = phone.send("POST", "/sync", raw=raw.replace(b"%s", good))
    assert answer.status_code == 422, answer.text
    assert answer.mimetype == "application/problem+json"
    assert [error["pointer"] for error in answer.json["errors"]] == pointers
    assert {error["code"] for error in answer.json["errors"]} == {"repeated"}
    assert phone.get("/diary-entries").json["items"] == []


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.body], ids=lambda each: each.name
)
def test_no_operation_takes_a_name_said_twice(phone: Phone, operation: Operation):
    path = re.sub("<.*?>", str(uuid.uuid4()), operation.path)
    answer = phone.send(operation.method, path, raw=b'{"version": 1, "version": 1}')
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/version"]


def test_of_many_names_said_twice_some_are_told(phone: Phone):
    raw = b"[" + b",".join([b'{"a":{"b":1,"b":1},"a":1}'] * 20_000) + b"]"
    answer = phone.send("PATCH", "/me", raw=raw)
    assert answer.status_code == 422
    assert len(answer.json["errors"]) == 50
