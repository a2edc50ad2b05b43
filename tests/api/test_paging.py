"""Lists in parts: the parts join, also while the list changes under whoever reads it."""

import random
from datetime import timedelta

from diary.bootstrap import Services
from diary.store.people import Patient
from tests.api.phone import Phone, new_entry
from tests.factories import receive
from tests.web.conftest import Clock, House


def test_lists_come_in_parts_that_join_without_a_gap(phone: Phone):
    whole = phone.get("/check-ins?when=upcoming&limit=100").json["items"]
    found, cursor = [], ""
    while cursor is not None:
        part = phone.get(f"/check-ins?when=upcoming&limit=7{cursor}").json
        assert len(part["items"]) <= 7
        found += part["items"]
        cursor = f"&cursor={part['next']}" if part["next"] else None
    assert [item["id"] for item in found] == [item["id"] for item in whole]
    assert len(whole) > 14


def test_of_a_diary_that_changes_nothing_is_read_twice_and_nothing_missed_that_stayed(
    phone: Phone, clock: Clock
):
    """Entries come and go before, behind and at the place of the cursor, which may be of one."""
    chance = random.Random(7)  # noqa: S311 - the same changes in every run
    hours = [timedelta(hours=chance.randrange(12)) for _ in range(60)]
    entries = [new_entry(clock() - each, mood=5) for each in hours]
    phone.sync(entries[:30], clock())
    stayed = {entry["id"] for entry in entries[:30]}
    later = iter(entries[30:])
    read: list[str] = []
    cursor: str | None = ""
    parts = 0
    while cursor is not None:
        part = phone.get(f"/diary-entries?limit=4{cursor}").json
        read += [entry["id"] for entry in part["items"]]
        cursor = f"&cursor={part['next']}" if part["next"] else None
        parts += 1
        if parts > 6:
            continue
        phone.sync([next(later) for _ in range(5)], clock())
        # The last one read is the cursor's own place.
        unread = sorted(stayed - set(read))
        gone = {read[-1], chance.choice(read), chance.choice(unread)} & stayed
        for entry_id in gone:
            assert phone.delete(f"/diary-entries/{entry_id}").status_code == 204
        stayed -= gone
    assert parts > 6
    assert len(read) == len(set(read))
    assert stayed <= set(read)
    assert set(read) - {entry["id"] for entry in entries[:30]}


def test_texts_that_come_while_messages_are_read_take_none_twice(
    services: Services, phone: Phone, house: House, clock: Clock
):
    def text(body: str) -> None:
        clock.move(timedelta(seconds=1))
        with services.sessions.begin() as session:
            receive(session, session.get_one(Patient, house.marisol.id), body, now=clock())

    for number in range(6):
        text(f"NOTE walk {number}")
    there = {message["body"] for message in phone.get("/messages?limit=100").json["items"]}
    read: list[tuple[str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        part = phone.get(f"/messages?limit=3{cursor}").json
        read += [(message["at"], message["body"]) for message in part["items"]]
        cursor = f"&cursor={part['next']}" if part["next"] else None
        text(f"NOTE run {len(read)}")
    assert len(read) == len(set(read))
    assert there == {body for _at, body in read}
