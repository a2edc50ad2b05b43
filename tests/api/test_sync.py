"""Offline sync: everything arrives once, in whatever order, and what is bad harms nothing else."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, func, select

from diary.bootstrap import Services
from diary.services import turns
from diary.store.alerts import SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.care import Prompt, PromptStatus
from diary.store.diary import DiaryEntry
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse
from tests import factories
from tests.api.phone import Phone, new_answers, new_entry
from tests.factories import NOW, catalogue
from tests.web.conftest import Clock, House


@dataclass(frozen=True)
class Asked:
    """Check-ins that were texted and not answered, the oldest first."""

    daily: list[uuid.UUID]


@pytest.fixture
def asked(services: Services, house: House, clock: Clock, phone: Phone) -> Asked:
    """Four days of daily check-ins, of which only the last is still open."""
    for _day in range(4):
        clock.move(timedelta(days=1))
        with services.sessions.begin() as session:
            assert turns.release_due(session, catalogue(), house.marisol.id, clock())
    with services.readers() as session:
        prompts = session.scalars(
            select(Prompt)
            .where(
                Prompt.patient_id == house.marisol.id,
                Prompt.due_at <= clock(),
                Prompt.check_in.contains("daily"),
            )
            .order_by(Prompt.due_at)
        )
        ids = [prompt.merged_into_id or prompt.id for prompt in prompts]
    clock.move(timedelta(minutes=30))
    assert len(ids) == 4
    phone.renew()
    return Asked(ids)


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


def test_danger_in_item_9_opens_the_same_alert_as_by_text(
    phone: Phone, services: Services, house: House, clock: Clock
):
    clock.move(timedelta(minutes=6))
    with services.sessions.begin() as session:
        assert turns.release_due(session, catalogue(), house.marisol.id, clock())
    due = phone.get("/check-ins").json["items"][0]
    assert due["questionnaires"] == ["phq9"]
    done = phone.post(
        f"/check-ins/{due['id']}/responses",
        {
            "id": str(uuid.uuid4()),
            "made_at": clock().isoformat(),
            "questionnaire": "phq9",
            "questionnaire_version": catalogue().questionnaires["phq9"].version,
            "answers": {str(item): 3 for item in range(1, 10)},
        },
    )
    assert done.status_code == 201, done.text
    assert done.json["help"]["lines"]
    assert done.json["check_in"]["responses"][0]["score"] == {"total": 27.0, "band": "severe"}
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
    assert (alert.rule, alert.tier) == ("answer-phq9-item9", "A")


def test_answers_made_offline_count_though_the_window_has_closed(
    phone: Phone, clock: Clock, asked: Asked
):
    made_at = clock() - timedelta(days=2)
    verdict = phone.sync(
        [new_answers(asked.daily[1], made_at, mood=6, distress=3, sleep_hours=7)], clock()
    )["verdicts"][0]
    assert verdict["verdict"] == "stored", verdict
    shown = phone.get(f"/check-ins/{asked.daily[1]}").json
    assert shown["status"] == "completed"
    assert shown["responses"][0]["answers"] == {"mood": 6, "distress": 3, "sleep_hours": 7}
    trend = {s["code"]: s for s in phone.get("/trend").json["series"]}
    assert [r["value"] for r in trend["daily/mood"]["readings"]] == [6]


def test_answers_made_outside_the_window_are_refused_with_the_reason(
    phone: Phone, clock: Clock, asked: Asked
):
    late = phone.sync([new_answers(asked.daily[0], clock(), mood=6)], clock())["verdicts"][0]
    assert late["errors"][0]["code"] == "window_is_over"
    early = phone.get("/check-ins?when=upcoming").json["items"][-1]["id"]
    soon = phone.sync([new_answers(early, clock(), mood=6)], clock())["verdicts"][0]
    assert soon["errors"][0]["code"] in {"not_open_yet", "not_asked"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"questionnaire_version": "99"}, "/questionnaire_version"),
        ({"questionnaire": "phq9"}, "/questionnaire"),
        ({"answers": {"mood": 11}}, "/answers/mood"),
        ({"answers": {"mood": [1]}}, "/answers/mood"),
        ({"answers": {"height": 5}}, "/answers/height"),
        ({"answers": {}}, "/answers"),
    ],
)
def test_answers_that_do_not_fit_the_questionnaire_are_refused_by_field(
    phone: Phone, services: Services, clock: Clock, asked: Asked, change: dict, pointer: str
):
    answers = {**new_answers(asked.daily[-1], clock(), mood=5), **change}
    verdict = phone.sync([answers], clock())["verdicts"][0]
    assert verdict["verdict"] == "refused"
    assert verdict["errors"][0]["pointer"].replace("~1", "/") == f"/entries/0{pointer}"
    assert count(services, Answer) == 0


def test_what_was_answered_by_text_counts_and_the_apps_answer_lies_beside(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked, desk
):
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        factories.receive(session, patient, "6 3 7", now=clock())
    clock.move(timedelta(minutes=1))
    done = phone.sync(
        [new_answers(asked.daily[-1], clock(), mood=1, distress=9, sleep_hours=2)], clock()
    )
    assert done["verdicts"][0]["verdict"] == "stored"
    response = phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]
    assert response["answers"] == {"mood": 6, "distress": 3, "sleep_hours": 7}
    assert response["answered_by"] == ["text"]
    assert response["beside"][0]["response"]["answers"]["mood"] == 1
    desk.sign_in(house.rosa.sign_in_name)
    page = desk.get(f"/patients/{house.marisol.id}").text
    assert "these answers do not count" in page


def test_what_was_answered_in_the_app_is_asked_no_more_by_text(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked
):
    phone.sync([new_answers(asked.daily[-1], clock(), mood=6, distress=3)], clock())
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        factories.receive(session, patient, "7", now=clock() + timedelta(minutes=1))
    shown = phone.get(f"/check-ins/{asked.daily[-1]}").json
    assert shown["status"] == "completed"
    response = shown["responses"][0]
    assert response["answers"] == {"mood": 6, "distress": 3, "sleep_hours": 7}
    assert response["answered_by"] == ["app", "text"]


def test_a_correction_by_text_stands_whatever_the_app_sends_after(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked
):
    phone.sync([new_answers(asked.daily[-1], clock(), mood=6, distress=3, sleep_hours=7)], clock())
    clock.move(timedelta(minutes=1))
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        factories.receive(session, patient, "sorry, mood 4", now=clock())
    clock.move(timedelta(minutes=1))
    phone.sync([new_answers(asked.daily[-1], clock(), mood=9, distress=9, sleep_hours=9)], clock())
    response = phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]
    assert response["answers"] == {"mood": 4, "distress": 3, "sleep_hours": 7}


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


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Entries with edits and deletions, and answers to four check-ins, made over days."""
    ids = [uuid.UUID(int=n + 1) for n in range(5)]
    entries = []
    for entry_id in ids:
        for version in range(1, draw(st.integers(1, 3)) + 1):
            kind = draw(st.sampled_from(["diary", "diary", "diary", "deletion"]))
            entry = {"id": str(entry_id), "version": version, "kind": kind}
            entry["minutes"] = draw(st.integers(0, 3000))
            if kind == "diary":
                entry["mood"] = draw(st.integers(2, 10))
                entry["note"] = draw(st.sampled_from(["", "slept badly", "walked"]))
            entries.append(entry)
    for n in range(draw(st.integers(1, 5))):
        names = draw(
            st.sets(
                st.sampled_from(["mood", "distress", "sleep_hours", "sleep_quality"]), min_size=1
            )
        )
        entries.append(
            {
                "id": str(uuid.UUID(int=100 + n)),
                "version": 1,
                "kind": "response",
                "day": draw(st.integers(0, 3)),
                "minutes": draw(st.integers(0, 25)),
                "answers": {name: draw(st.integers(2, 10)) for name in sorted(names)},
            }
        )
        if draw(st.booleans()) and draw(st.booleans()):
            entries.append(
                {
                    "id": str(uuid.UUID(int=100 + n)),
                    "version": 2,
                    "kind": "deletion",
                    "minutes": 0,
                }
            )
    return entries


def _dated(history: list[dict[str, Any]], asked: Asked, clock: Clock) -> list[dict[str, Any]]:
    dated = []
    for planned in history:
        entry = dict(planned)
        ago = timedelta(minutes=entry.pop("minutes"))
        if entry["kind"] == "response":
            day = entry.pop("day")
            entry["check_in"] = str(asked.daily[day])
            entry["questionnaire"], entry["questionnaire_version"] = "daily", "1"
            # The last check-in was asked half an hour ago, the others whole days before.
            ago = timedelta(minutes=30) - ago + timedelta(days=3 - day)
        entry["made_at"] = (clock() - ago).isoformat()
        dated.append(entry)
    return dated


def _state(services: Services) -> list[Any]:
    """All that follows from entries, without when and in which order they came."""
    with services.readers() as session:
        entries = session.execute(
            select(
                DiaryEntry.entry_id,
                DiaryEntry.version,
                DiaryEntry.kind,
                DiaryEntry.made_at,
                DiaryEntry.effective_at,
                DiaryEntry.body_hash,
                DiaryEntry.superseded_at,
            )
        ).all()
        counting = session.execute(
            select(DiaryEntry.entry_id, DiaryEntry.version, DiaryEntry.counts).where(
                DiaryEntry.superseded_at.is_(None)
            )
        ).all()
        answers = session.execute(
            select(QuestionnaireResponse.prompt_id, Answer.link_id, Answer.value, Answer.is_late)
            .join(QuestionnaireResponse, QuestionnaireResponse.id == Answer.response_id)
            .where(Answer.superseded_at.is_(None))
        ).all()
        observations = session.execute(
            select(Observation.code, Observation.effective_at, Observation.value)
        ).all()
        prompts = session.execute(select(Prompt.id, Prompt.status, Prompt.reason)).all()
    superseded = [(*row[:-1], row[-1] is not None) for row in entries]
    return [
        sorted(map(str, map(tuple, rows)))
        for rows in (superseded, counting, answers, observations, prompts)
    ]


def _forget(services: Services, prompts: list[tuple]) -> None:
    """Back to where nothing was entered."""
    with services.sessions.begin() as session:
        for table in (Observation, Answer, QuestionnaireResponse, DiaryEntry):
            session.execute(delete(table))
        for prompt_id, status, reason in prompts:
            prompt = session.get_one(Prompt, prompt_id)
            prompt.status, prompt.reason = status, reason


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), data=st.data())
def test_any_order_any_repetition_any_split_gives_the_same_state(
    phone: Phone, services: Services, clock: Clock, asked: Asked, history, data
):
    entries = _dated(history, asked, clock)
    with services.readers() as session:
        before = [
            tuple(r) for r in session.execute(select(Prompt.id, Prompt.status, Prompt.reason))
        ]
    phone.sync(entries, clock())
    wanted = _state(services)
    _forget(services, before)
    shuffled = data.draw(st.permutations(entries))
    repeated = shuffled + data.draw(st.lists(st.sampled_from(entries), max_size=6))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(repeated)), max_size=4)))
    for start, end in itertools.pairwise([0, *cuts, len(repeated)]):
        done = phone.sync(repeated[start:end], clock())
        assert not {v["verdict"] for v in done["verdicts"]} & {"conflict", "refused"}
    assert _state(services) == wanted
    _forget(services, before)


def test_the_property_is_about_something(
    phone: Phone, services: Services, clock: Clock, asked: Asked
):
    """Two complete answers to one check-in: the first made counts, whichever arrives first."""
    first = new_answers(
        asked.daily[-1],
        clock() - timedelta(minutes=20),
        mood=6,
        distress=3,
        sleep_hours=7,
        sleep_quality=5,
    )
    second = new_answers(
        asked.daily[-1],
        clock() - timedelta(minutes=5),
        mood=2,
        distress=8,
        sleep_hours=3,
        sleep_quality=1,
    )
    phone.sync([second], clock())
    assert phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]["answers"]["mood"] == 2
    phone.sync([first], clock())
    response = phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]
    assert response["answers"]["mood"] == 6
    assert response["beside"][0]["response"]["answers"]["mood"] == 2
    with services.readers() as session:
        assert session.get_one(Prompt, asked.daily[-1]).status is PromptStatus.COMPLETED
