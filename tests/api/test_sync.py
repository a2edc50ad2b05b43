"""Offline sync: everything arrives once, in whatever order, and what is bad harms nothing else."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from diary.bootstrap import Services
from diary.store.alerts import SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.diary import DiaryEntry
from diary.store.messaging import OutboundMessage, Purpose
from tests.api.phone import Phone, new_answers, new_entry
from tests.factories import NOW
from tests.web.conftest import Clock, House


def count(services: Services, table: Any) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_batch_is_stored_and_a_replay_answers_the_same(
    phone: Phone, services: Services, clock: Clock
):
    batch = [new_entry(clock() - timedelta(hours=n), mood=5, note=f"day {n}") for n in range(4)]
    first = phone.sync(batch, clock())
    assert [v["verdict"] for v in first["verdicts"]] == ["stored"] * 4
    clock.move(timedelta(minutes=10))
    again = phone.sync(batch, clock())
    assert [v["verdict"] for v in again["verdicts"]] == ["already_stored"] * 4
    for name in ("id", "version", "effective_at", "errors"):
        assert [v[name] for v in first["verdicts"]] == [v[name] for v in again["verdicts"]]
    assert count(services, DiaryEntry) == 4


def test_another_body_under_the_same_id_is_a_conflict_of_that_entry_only(
    phone: Phone,
):
    entry = new_entry(NOW, mood=5)
    phone.sync([entry], NOW)
    verdicts = phone.sync([{**entry, "mood": 6}, new_entry(NOW, mood=1)], NOW)["verdicts"]
    assert [(v["verdict"], v["status"]) for v in verdicts] == [("conflict", 409), ("stored", 201)]
    assert phone.get(f"/diary-entries/{entry['id']}").json["diary"]["mood"] == 5


BAD: list[tuple[Any, str]] = [
    (17, ""),
    ({}, ""),
    ({"kind": "diary"}, "/id"),
    ({"kind": "poem"}, ""),
    (new_entry(NOW, mood=True), "/mood"),
    (new_entry(NOW, mood="5"), "/mood"),
    (new_entry(NOW, mood=11), "/mood"),
    (new_entry(NOW, mood=5.5), "/mood"),
    (new_entry(NOW, sleep_hours=7.25), "/sleep_hours"),
    (new_entry(NOW, note="a\0b"), "/note"),
    (new_entry(NOW, note="x" * 4001), "/note"),
    (new_entry(NOW, colour="red"), "/colour"),
    ({**new_entry(NOW), "made_at": "2026-11-18T10:00:00"}, "/made_at"),
    ({**new_entry(NOW), "made_at": 1763481600}, "/made_at"),
    ({**new_entry(NOW), "made_at": "1970-01-01T00:00:00Z"}, "/made_at"),
    ({**new_entry(NOW), "made_at": "2999-01-01T00:00:00Z"}, "/made_at"),
    ({**new_entry(NOW), "version": 0}, "/version"),
    ({**new_entry(NOW), "version": True}, "/version"),
    ({**new_entry(NOW), "id": "7"}, "/id"),
    (new_answers(uuid.uuid4(), NOW, mood=5), "/check_in"),
]


@pytest.mark.parametrize(("bad", "pointer"), BAD)
def test_a_bad_entry_is_refused_by_its_field_and_sinks_nothing(
    phone: Phone, services: Services, bad: Any, pointer: str
):
    good = [new_entry(NOW, mood=4), new_entry(NOW, mood=6)]
    verdicts = phone.sync([good[0], bad, good[1]], NOW)["verdicts"]
    assert [v["verdict"] for v in verdicts] == ["stored", "refused", "stored"]
    assert verdicts[1]["status"] == 422
    assert verdicts[1]["errors"][0]["pointer"] == f"/entries/1{pointer}"
    assert [v["id"] for v in verdicts[::2]] == [entry["id"] for entry in good]
    assert count(services, DiaryEntry) == 2


def test_edits_are_new_versions_and_deletions_tombstones(phone: Phone, services: Services):
    entry = new_entry(NOW, mood=5)
    edit = {**entry, "version": 2, "mood": 7}
    phone.sync([entry, edit], NOW)
    shown = phone.get(f"/diary-entries/{entry['id']}").json
    assert (shown["version"], shown["diary"]["mood"]) == (2, 7)
    assert phone.delete(f"/diary-entries/{entry['id']}").status_code == 204
    assert phone.delete(f"/diary-entries/{entry['id']}").status_code == 204
    assert phone.get(f"/diary-entries/{entry['id']}").status_code == 404
    assert phone.get("/diary-entries").json["items"] == []
    assert count(services, DiaryEntry) == 3
    changes = phone.sync([], NOW, since="")["changes"]["entries"]
    assert [(e["version"], e["kind"], e["is_current"]) for e in changes] == [
        (1, "diary", False),
        (2, "diary", False),
        (3, "deletion", True),
    ]


def test_the_last_version_that_there_can_be_is_deleted_like_any(phone: Phone):
    entry = new_entry(NOW, version=10_000)
    assert phone.sync([entry], NOW)["verdicts"][0]["verdict"] == "stored"
    assert phone.delete(f"/diary-entries/{entry['id']}").status_code == 204
    assert phone.get(f"/diary-entries/{entry['id']}").status_code == 404


@pytest.mark.parametrize("hours", [-6, 5, -24 * 365 * 50, 24 * 365 * 900])
def test_a_wrong_clock_is_noticed_and_both_times_are_kept(
    phone: Phone, services: Services, hours: int
):
    device_now = NOW + timedelta(hours=hours)
    made_at = device_now - timedelta(minutes=30)
    done = phone.sync([new_entry(made_at, mood=5)], device_now)
    assert done["clock"]["is_wrong"] is True
    assert done["clock"]["skew_seconds"] == -hours * 3600
    assert done["verdicts"][0]["effective_at"] == "2026-11-18T15:30:00Z"
    with services.readers() as session:
        row = session.scalars(select(DiaryEntry)).one()
    assert (row.made_at, row.effective_at) == (made_at, NOW - timedelta(minutes=30))


def test_a_slow_network_is_no_wrong_clock(phone: Phone):
    made_at = NOW - timedelta(minutes=5)
    done = phone.sync([new_entry(made_at, mood=5)], NOW - timedelta(seconds=90))
    assert done["clock"]["is_wrong"] is False
    assert done["verdicts"][0]["effective_at"] == "2026-11-18T15:55:00Z"


def test_a_cursor_gives_what_other_devices_entered_and_no_part_that_is_known(
    app, phone: Phone, services: Services, house: House, clock: Clock
):
    first = phone.sync([new_entry(NOW, mood=5)], NOW, since="")
    assert first["changes"]["me"]["greeting"] == "Marisol"
    assert first["changes"]["check_ins"]
    clock.move(timedelta(minutes=1))
    other = Phone(app, services).sign_in(house.marisol)
    theirs = new_entry(clock(), mood=8)
    other.sync([theirs], clock())
    other.patch("/me", {"greeting": "Mari"})
    second = phone.sync([], clock(), since=first["cursor"])["changes"]
    assert [entry["id"] for entry in second["entries"]] == [theirs["id"]]
    assert second["me"]["greeting"] == "Mari"
    assert second["check_ins"] is None
    assert second["infusions"] is None


def test_danger_in_a_note_opens_one_alert_and_the_answer_says_where_help_is(
    phone: Phone, services: Services, house: House, clock: Clock
):
    entry = new_entry(NOW, note="i want to kill myself tonight")
    for _ in range(2):
        done = phone.sync([entry], NOW)
        numbers = {line["call"] for line in done["help"]["lines"]}
        assert {"911", "988"} <= numbers
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
        text = session.scalars(
            select(OutboundMessage).where(OutboundMessage.purpose == Purpose.SAFETY)
        ).one()
    assert (alert.patient_id, alert.tier) == (house.marisol.id, "A")
    assert alert.next_page_at == clock()
    assert "988" in text.body
    assert phone.sync([new_entry(NOW, note="a quiet day")], NOW)["help"] is None


def test_a_month_of_entries_takes_a_handful_of_statements(
    phone: Phone, services: Services, clock: Clock
):
    def statements(days: int) -> int:
        batch = [
            new_entry(clock() - timedelta(days=day, hours=hour), mood=5, note="walked the dog")
            for day in range(days)
            for hour in range(4)
        ]
        seen = []

        def watch(*args: Any) -> None:
            seen.append(args[2])

        event.listen(services.engine, "before_cursor_execute", watch)
        try:
            phone.sync(batch, clock())
        finally:
            event.remove(services.engine, "before_cursor_execute", watch)
        return len(seen)

    week, month = statements(7), statements(30)
    assert week == month
    assert month <= 12


def test_promise_8_a_sync_leaves_an_audit_row(phone: Phone, services: Services, house: House):
    def actions() -> list[str]:
        with services.readers() as session:
            return list(
                session.scalars(
                    select(AuditEvent.action).where(AuditEvent.patient_id == house.marisol.id)
                )
            )

    phone.sync([new_entry(NOW, mood=5)], NOW)
    assert actions().count("enter in app") == 1
    phone.sync([], NOW, since="")
    assert actions().count("fetch changes in app") == 1
