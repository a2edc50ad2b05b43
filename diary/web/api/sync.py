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
from diary.web.api.as_sent import as_sent
from diary.web.api.bodies import read_said, validated
from diary.web.api.calls import Call
from diary.web.api.changes import News, Since, load_cursor, read_changes
from diary.web.api.hearing import hearing, made_out
from diary.web.api.operations import Reply
from diary.web.api.problems import FieldProblem
from diary.web.api.schemas import sync as schemas
from diary.web.api.schemas.entries import Submission
from diary.web.api.schemas.safety import Help
from diary.web.api.submitting import STATUSES, errors_of, help_after, submitted

_MOST_ERRORS = 10
"""Of one entry: a thousand of them may be wrong, and the answer is to stay small."""
_ENTRY: TypeAdapter[Submission] = TypeAdapter(Submission)

_Unreadable = tuple[Any, list[FieldProblem]]


def sync(call: Call) -> Reply:
    """Store what is new of the batch, with a verdict on each entry, and tell what is new here."""
    with hearing(call):
        body, said = read_said()
        sent = as_sent(said)
        since = load_cursor(sent.envelope.since) if sent else None
    if sent is None:
        return _look_at_each(call, body)
    recalled = entries_on_record.recall_sent(call.session, call.patient, sent.ids, sent.hashes)
    if recalled.outcomes is None:
        return _look_at_each(call, body, sent.hashes, recalled.known)
    # A batch that comes again changes nothing: it is answered without waiting for anybody.
    news = _read_news(call, since)
    verdicts = [
        _say(entry_id, entry["version"], outcome, place)
        for place, (entry_id, entry, outcome) in enumerate(
            zip(sent.ids, sent.envelope.entries, recalled.outcomes, strict=True)
        )
    ]
    clock = clock_of(sent.envelope.device_now, call.now)
    return _reply(call, clock, verdicts, news, help_after(call, recalled.outcomes))


def _look_at_each(
    call: Call,
    body: bytes,
    hashes: Sequence[bytes] = (),
    known: entries_on_record.OnRecord | None = None,
) -> Reply:
    """Answer a batch of which not every entry is known by the JSON that it came in.

    ``hashes`` are of the entries as they were sent, ``known`` is what is on record of them: both
    where that is clear by now.
    """
    with hearing(call):
        batch, bad = _read(body)
        since = load_cursor(batch.since)
    clock = clock_of(batch.device_now, call.now)
    places = [place for place in range(len(batch.entries) + len(bad)) if place not in bad]
    sent = [
        submitted(entry, hashes[place] if hashes else None)
        for place, entry in zip(places, batch.entries, strict=True)
    ]
    known = known or entries_on_record.find(call.session, call.patient, sent)
    # Before anything is written, for that takes a while.
    good = look_through(known, sent, call.catalogue)
    unfit = [made_out(call, entry) for entry, _ in bad.values()]
    outcomes = recall(known, good)
    if outcomes is None or any(e.seen for e in good) or any(e.seen for e in unfit):
        outcomes, news = _take(call, good, unfit, known, clock, since)
    else:
        news = _read_news(call, since)
    verdicts = {place: _say_unreadable(*unreadable) for place, unreadable in bad.items()}
    for place, entry, outcome in zip(places, good, outcomes, strict=True):
        verdicts[place] = _say(entry.entry_id, entry.version, outcome, place)
    said = [verdicts[place] for place in sorted(verdicts)]
    return _reply(call, clock, said, news, help_after(call, outcomes, unfit))


def _reply(
    call: Call,
    clock: DeviceClock,
    verdicts: Sequence[schemas.EntryVerdict],
    news: News,
    found: Help | None,
) -> Reply:
    return Reply(
        schemas.SyncResult(
            verdicts=list(verdicts),
            clock=schemas.ClockSeen(
                server_now=call.now,
                skew_seconds=clock.skew.total_seconds(),
                is_wrong=clock.is_wrong,
            ),
            help=found,
            changes=news.changes,
            cursor=news.cursor,
            has_more=news.has_more,
        )
    )


def _read_news(call: Call, since: Since | None) -> News:
    """What is new here for a device that changes nothing."""
    news = read_changes(call, call.session, since)
    if news.shows_anything:
        call.note_read("fetch changes")
    return news


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
    return {
        "id": entry_id,
        "version": version,
        "verdict": outcome.verdict,
        "status": STATUSES[outcome.verdict],
        "effective_at": outcome.effective_at,
        "errors": errors_of(outcome, f"/entries/{place}") if outcome.errors else None,
    }


def _say_unreadable(entry: Any, errors: list[FieldProblem]) -> schemas.EntryVerdict:
    entry_id = version = None
    if isinstance(entry, dict):
        try:
            entry_id = UUID(entry["id"])
        except (KeyError, TypeError, ValueError, AttributeError):
            entry_id = None
        if type(entry.get("version")) is int:
            version = entry["version"]
    return {
        "id": entry_id,
        "version": version,
        "verdict": Verdict.REFUSED,
        "status": STATUSES[Verdict.REFUSED],
        "effective_at": None,
        "errors": errors,
    }
