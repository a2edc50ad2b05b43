"""What may be asked for again by its ETag, packed or plain."""

import gzip
from http import HTTPStatus

import pytest

from diary.web.api.routes import OPERATIONS
from tests.api.phone import Asked, Phone, new_entry
from tests.web.conftest import Clock

CACHED = [operation for operation in OPERATIONS if operation.cached]


def test_what_phones_ask_for_again_says_its_etag():
    assert {operation.name for operation in CACHED} == {
        *("show_me", "list_check_ins", "show_check_in", "list_questionnaires"),
        *("show_questionnaire", "list_diary_entries", "show_diary_entry", "show_safety"),
        *("list_infusions", "list_messages", "show_trend"),
    }


@pytest.fixture
def paths(phone: Phone, asked: Asked, clock: Clock) -> dict[str, str]:
    """Where each of them is, by its name."""
    entry = new_entry(clock(), note="long " * 300)
    phone.sync([entry], clock())
    ids = {
        "<uuid:check_in_id>": str(asked.daily[-1]),
        "<uuid:entry_id>": entry["id"],
        "<code>": "phq9",
    }
    found = {operation.name: operation.path for operation in CACHED}
    for part, given in ids.items():
        found = {name: path.replace(part, given) for name, path in found.items()}
    return found


def test_each_is_not_sent_again_while_it_is_the_same(phone: Phone, paths: dict[str, str]):
    # What was read is written down, but is no part of what is read.
    for name, path in paths.items():
        first = phone.get(path)
        assert first.status_code == HTTPStatus.OK, name
        tag = first.headers["ETag"]
        again = phone.get(path, **{"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag), name
        assert phone.get(path, **{"If-None-Match": '"another"'}).data == first.data, name


def test_packed_and_plain_share_a_weak_tag_for_their_bytes_differ(
    phone: Phone, paths: dict[str, str]
):
    packed_at_all = set()
    for name, path in paths.items():
        plain, packed = phone.get(path), phone.get(path, **{"Accept-Encoding": "gzip"})
        assert plain.headers["ETag"] == packed.headers["ETag"]
        assert "Accept-Encoding" in packed.headers["Vary"]
        if packed.headers.get("Content-Encoding") == "gzip":
            packed_at_all.add(name)
            assert gzip.decompress(packed.data) == plain.data
        # One tag for two of them may not claim that they are the same byte for byte.
        assert packed.headers["ETag"].startswith('W/"'), name
        known = {"If-None-Match": plain.headers["ETag"], "Accept-Encoding": "gzip"}
        assert phone.get(path, **known).status_code == HTTPStatus.NOT_MODIFIED
    assert {"list_questionnaires", "show_diary_entry"} <= packed_at_all


def test_a_change_is_sent_with_another_tag(phone: Phone, clock: Clock):
    for path, change in (
        ("/me", lambda: phone.patch("/me", {"greeting": "Mari"})),
        ("/diary-entries", lambda: phone.sync([new_entry(clock(), mood=3)], clock())),
        ("/safety", lambda: phone.sync([new_entry(clock(), kind="safety_plan")], clock())),
    ):
        tag = phone.get(path).headers["ETag"]
        change()
        after = phone.get(path, **{"If-None-Match": tag})
        assert after.status_code == HTTPStatus.OK
        assert after.headers["ETag"] != tag
