"""The diary: entries of the patient's own accord, and their safety plan."""

from uuid import UUID

from sqlalchemy.orm import Session

from diary.services import own_diary
from diary.services.entries import Verdict
from diary.store.diary import DiaryEntry, EntryKind
from diary.web.api import problems
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.paging import dump_place, load_place
from diary.web.api.saying import say_entry, say_help
from diary.web.api.schemas import entries as schemas
from diary.web.api.schemas.check_ins import Paging
from diary.web.api.schemas.safety import Kept, Safety
from diary.web.api.submitting import (
    Submission,
    help_after,
    looked_through,
    refusal,
    store_one,
)


def index(call: Call, query: Paging) -> Reply:
    after = load_place(query.cursor)
    with call.reading("read diary") as session:
        found = own_diary.list_entries(
            session, call.patient, EntryKind.DIARY, after=after, limit=query.limit + 1
        )
        shown = found[: query.limit]
        last = shown[-1] if len(found) > query.limit else None
        return Reply(
            schemas.Entries(
                items=[say_entry(row) for row in shown],
                next=dump_place(last.effective_at, last.id) if last else None,
            )
        )


def show(call: Call, entry_id: UUID) -> Reply:
    with call.reading("read diary entry") as session:
        said = say_entry(_entry(call, session, entry_id, EntryKind.DIARY))
    return Reply(said)


def put(call: Call, entry_id: UUID, body: schemas.DiaryPut) -> Reply:
    """Keep a version of an entry: 201, or 200 for one that was kept already."""
    return _keep(
        call,
        schemas.DiarySubmission(kind="diary", id=entry_id, **body.model_dump(exclude_unset=True)),
    )


def delete(call: Call, entry_id: UUID) -> Reply:
    """Take an entry back. Deleting it again changes nothing."""
    with call.writing() as session:
        row = _entry(call, session, entry_id, EntryKind.DIARY, EntryKind.DELETION)
        if row.kind is not EntryKind.DELETION:
            # As it is: the version after the last that a device may make is ours.
            deletion = schemas.DeletionSubmission.model_construct(
                kind="deletion", id=entry_id, version=row.version + 1, made_at=call.now
            )
            outcome = store_one(call, session, looked_through(call, deletion))
            if not outcome.is_kept:
                raise refusal(call, outcome)
    return Reply(status=204)


def safety(call: Call) -> Reply:
    """Where help is, and the patient's own plan."""
    with call.reading("read safety plan") as session:
        plans = own_diary.list_entries(
            session, call.patient, EntryKind.SAFETY_PLAN, after=None, limit=1
        )
        return Reply(
            Safety(
                help=say_help(call.catalogue, call.clinic, call.patient.language),
                plan=say_entry(plans[0]) if plans else None,
            )
        )


def put_plan(call: Call, body: schemas.PlanPut) -> Reply:
    return _keep(
        call,
        schemas.PlanSubmission(kind="safety_plan", **body.model_dump(exclude_unset=True)),
    )


def _keep(call: Call, entry: Submission) -> Reply:
    whole = looked_through(call, entry)
    kept = None
    with call.writing() as session:
        outcome = store_one(call, session, whole)
        if outcome.is_kept:
            row = own_diary.version_of(session, call.patient, entry.id, entry.version)
            kept = Kept(entry=say_entry(row), help=help_after(call, [outcome]))
    if kept is None:
        raise refusal(call, outcome)
    return Reply(kept, 201 if outcome.verdict is Verdict.STORED else 200)


def _entry(call: Call, session: Session, entry_id: UUID, *kinds: EntryKind) -> DiaryEntry:
    row = own_diary.entry_of(session, call.patient, entry_id)
    if row is None or row.kind not in kinds:
        raise problems.not_found()
    return row
