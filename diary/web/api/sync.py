"""Offline sync: a batch in, a verdict each, and what changed on the server."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from diary.services import own_check_ins, own_diary
from diary.services.device_clocks import clock_of
from diary.services.entries import Outcome, Verdict
from diary.services.series import infusions_of
from diary.services.sync import take_entries
from diary.web.api import problems
from diary.web.api.calls import Call
from diary.web.api.me import whole_me
from diary.web.api.operations import Reply, read_body
from diary.web.api.paging import dump, load
from diary.web.api.problems import FieldProblem, ProblemError
from diary.web.api.saying import say_check_in, say_entry, say_infusions
from diary.web.api.schemas import sync as schemas
from diary.web.api.schemas.entries import Submission
from diary.web.api.submitting import STATUSES, errors_of, help_after, submitted

AROUND = timedelta(days=14)
MOST_CHANGES = 500
_DIGESTS = 3
_LONGEST_NUMBER = 18
_ENTRY: TypeAdapter[Submission] = TypeAdapter(Submission)

_Unreadable = tuple[Any, list[FieldProblem]]


def sync(call: Call) -> Reply:
    """Take the batch and tell what is new, in one transaction."""
    batch, bad = _read(read_body())
    since = _load_cursor(batch.since)
    clock = clock_of(batch.device_now, call.now)
    good = [submitted(entry) for entry in batch.entries]
    with call.writing() as session:
        outcomes = take_entries(
            session, call.catalogue, call.caller, good, clock, call.now, call.base_url
        )
        session.flush()
        changes, cursor, has_more = None, None, False
        if since is not None:
            changes, cursor, has_more = _changes(call, session, since)
            if any((changes.entries, changes.check_ins, changes.infusions, changes.me)):
                call.write_down(session, "fetch changes")
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
            help=help_after(call, outcomes),
            changes=changes,
            cursor=cursor,
            has_more=has_more,
        )
    )


def _read(body: bytes) -> tuple[schemas.SyncRequest, Mapping[int, _Unreadable]]:
    """The batch without the entries that do not fit, and those by their places."""
    try:
        return schemas.SyncRequest.model_validate_json(body), {}
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_context=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        raise ProblemError(400, "not_readable", "The body cannot be read as JSON.")
    if any(error["loc"][:1] != ("entries",) or len(error["loc"]) == 1 for error in errors):
        raise problems.invalid_body(errors)
    envelope = schemas.SyncEnvelope.model_validate_json(body)
    good: list[Any] = []
    bad: dict[int, _Unreadable] = {}
    for place, entry in enumerate(envelope.entries):
        try:
            good.append(_ENTRY.validate_json(json.dumps(entry)))
        except ValidationError as unfit:
            found = unfit.errors(include_url=False, include_context=False, include_input=False)
            # The first step of a place is the kind by which the entry was told.
            said = problems.field_problems(found, skip=1)
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
        errors=errors_of(outcome, f"/entries/{place}") or None,
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


def _load_cursor(cursor: str | None) -> list[str] | None:
    """The number of the newest entry known, and digests of what else is known."""
    if not cursor:
        return None if cursor is None else ["0", "", "", ""]
    try:
        number, *digests = load(cursor)
    except ValueError:
        number, digests = "", []
    if not (number.isascii() and number.isdigit() and len(digests) == _DIGESTS):
        raise ProblemError(422, "invalid", errors=[FieldProblem(pointer="/since", code="cursor")])
    return [number[:_LONGEST_NUMBER], *digests]


def _changes(call: Call, session: Session, since: list[str]) -> tuple[schemas.Changes, str, bool]:
    number = int(since[0])
    rows = own_diary.changed_since(session, call.patient, number, MOST_CHANGES + 1)
    shown = rows[:MOST_CHANGES]
    # By whole days, so that it does not change with every minute.
    today = call.now.replace(hour=0, minute=0, second=0, microsecond=0)
    check_ins = [
        say_check_in(each)
        for each in own_check_ins.check_ins_between(
            session, call.patient, today - AROUND, today + AROUND, call.now
        )
    ]
    infusions = say_infusions(infusions_of(session, call.patient))
    me = whole_me(call, session, call.patient)
    digests = [_digest(*check_ins), _digest(*infusions), _digest(me)]
    same = [old == new for old, new in zip(since[1:], digests, strict=True)]
    changes = schemas.Changes(
        entries=[say_entry(row) for row in shown],
        check_ins=None if same[0] else check_ins,
        infusions=None if same[1] else infusions,
        me=None if same[2] else me,
    )
    newest = shown[-1].number if shown else number
    return changes, dump([str(newest), *digests]), len(rows) > MOST_CHANGES


def _digest(*said: BaseModel) -> str:
    together = hashlib.sha256()
    for model in said:
        together.update(model.model_dump_json().encode())
    return together.hexdigest()[:16]
