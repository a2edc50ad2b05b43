"""Offline sync: a batch in, a verdict each, and what changed on the server."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from diary.services import entries_on_record
from diary.services.device_clocks import DeviceClock, clock_of
from diary.services.entries import Outcome, Refused, Submitted, Verdict
from diary.services.sync import look_through, recall, take_entries
from diary.web.api import problems
from diary.web.api.bodies import read_body, validated
from diary.web.api.calls import Call
from diary.web.api.changes import News, Since, load_cursor, read_changes
from diary.web.api.hearing import hearing, made_out
from diary.web.api.operations import Reply
from diary.web.api.problems import FieldProblem
from diary.web.api.schemas import sync as schemas
from diary.web.api.schemas.entries import Submission
from diary.web.api.submitting import STATUSES, errors_of, help_after, submitted

_MOST_ERRORS = 10
"""Of one entry: a thousand of them may be wrong, and the answer is to stay small."""
_ENTRY: TypeAdapter[Submission] = TypeAdapter(Submission)

_Unreadable = tuple[Any, list[FieldProblem]]


def sync(call: Call) -> Reply:
    """Store what is new of the batch, with a verdict on each entry, and tell what is new here."""
    with hearing(call):
        batch, bad = _read(read_body())
        since = load_cursor(batch.since)
    clock = clock_of(batch.device_now, call.now)
    sent = [submitted(entry) for entry in batch.entries]
    known = entries_on_record.find(call.session, call.patient, sent)
    # Before anything is written, for that takes a while.
    good = look_through(known, sent, call.catalogue)
    unfit = [made_out(call, entry) for entry, _ in bad.values()]
    # A batch that comes again changes nothing: it is answered without waiting for anybody.
    outcomes = recall(known, good)
    if outcomes is None or any(e.seen for e in good) or any(e.seen for e in unfit):
        outcomes, news = _take(call, good, unfit, known, clock, since)
    elif (news := read_changes(call, call.session, since)).shows_anything:
        call.note_read("fetch changes")
    verdicts = {place: _say_unreadable(*unreadable) for place, unreadable in bad.items()}
    places = (place for place in range(len(good) + len(bad)) if place not in bad)
    for place, entry, outcome in zip(places, good, outcomes, strict=True):
        verdicts[place] = _say(entry.entry_id, entry.version, outcome, place)
    return Reply(
        schemas.SyncResult(
            verdicts=[verdicts[place] for place in sorted(verdicts)],
            clock=schemas.ClockSeen(
                server_now=call.now,
                skew_seconds=clock.skew.total_seconds(),
                is_wrong=clock.is_wrong,
            ),
            help=help_after(call, outcomes, unfit),
            changes=news.changes,
            cursor=news.cursor,
            has_more=news.has_more,
        )
    )


def _take(
    call: Call,
    entries: Sequence[Submitted],
    unfit: Sequence[Refused],
    known: entries_on_record.OnRecord,
    clock: DeviceClock,
    since: Since | None,
) -> tuple[list[Outcome], News]:
    """Store what is new and read what is new here, in one transaction."""
    with call.writing() as session:
        outcomes = take_entries(
            session,
            call.catalogue,
            call.caller,
            entries,
            clock,
            call.now,
            call.base_url,
            known,
            unfit,
        )
        session.flush()
        news = read_changes(call, session, since)
        if news.shows_anything:
            call.write_down(session, "fetch changes")
    return outcomes, news


def _read(body: bytes) -> tuple[schemas.SyncRequest, Mapping[int, _Unreadable]]:
    """The batch without the entries that do not fit, and those by their places."""
    try:
        return schemas.SyncRequest.model_validate_json(body), {}
    except ValidationError:
        pass  # each entry is judged for itself below
    envelope = validated(schemas.SyncEnvelope, body)
    good: list[Any] = []
    bad: dict[int, _Unreadable] = {}
    for place, entry in enumerate(envelope.entries):
        try:
            good.append(_ENTRY.validate_json(json.dumps(entry)))
        except ValidationError as unfit:
            # The first step of a place is the kind by which the entry was told.
            said = problems.field_problems(problems.errors_in(unfit)[:_MOST_ERRORS], skip=1)
            bad[place] = (entry, _below(said, f"/entries/{place}"))
    batch = schemas.SyncRequest(device_now=envelope.device_now, since=envelope.since, entries=good)
    return batch, bad


def _below(errors: Sequence[FieldProblem], place: str) -> list[FieldProblem]:
    return [e.model_copy(update={"pointer": f"{place}{e.pointer or ''}"}) for e in errors]


def _say(entry_id: UUID, version: int, outcome: Outcome, place: int) -> schemas.EntryVerdict:
    return schemas.EntryVerdict(
        id=entry_id,
        version=version,
        verdict=outcome.verdict,
        status=STATUSES[outcome.verdict],
        effective_at=outcome.effective_at,
        errors=errors_of(outcome, f"/entries/{place}") if outcome.errors else None,
    )


def _say_unreadable(entry: Any, errors: list[FieldProblem]) -> schemas.EntryVerdict:
    entry_id = version = None
    if isinstance(entry, dict):
        try:
            entry_id = UUID(entry["id"])
        except (KeyError, TypeError, ValueError, AttributeError):
            entry_id = None
        if type(entry.get("version")) is int:
            version = entry["version"]
    return schemas.EntryVerdict(
        id=entry_id,
        version=version,
        verdict=Verdict.REFUSED,
        status=STATUSES[Verdict.REFUSED],
        effective_at=None,
        errors=errors,
    )
