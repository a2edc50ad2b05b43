"""Taking what devices made while they were offline: each entry once, and none at another's cost.

A batch costs a handful of statements, however long it is. What answers check-ins is settled in
``app_responses``; danger in any of it opens alerts before the batch is committed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.safety import Finding
from diary.services import (
    app_dangers,
    app_responses,
    app_turns,
    audit,
    caseload,
    entries_on_record,
)
from diary.services.app_responses import CheckIns
from diary.services.catalogue import Catalogue
from diary.services.device_clocks import DeviceClock
from diary.services.devices import Caller
from diary.services.entries import Outcome, Submitted, Verdict
from diary.services.entries_on_record import OnRecord, Stored
from diary.services.holds import wait_for_turn
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Patient

MOST_ENTRIES = 1000


class _Accepted(NamedTuple):
    entry: Submitted
    effective_at: datetime
    seen: Sequence[Finding]


def take_entries(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    entries: Sequence[Submitted],
    clock: DeviceClock,
    now: datetime,
    base_url: str,
    known: OnRecord | None = None,
) -> list[Outcome]:
    """Store what is new of ``entries``; what became of each, in their order.

    ``base_url`` is where the program's pages are, for a question that goes on by a link. ``known``
    is what was on record of them a moment ago.
    """
    patient = caller.patient
    wait_for_turn(session, patient.id)
    if known is None or not known.is_current(session, patient):
        known = entries_on_record.find(session, patient, entries)
    check_ins = app_responses.check_ins_of(session, patient, entries)
    outcomes: list[Outcome] = []
    accepted: list[_Accepted] = []
    for entry in entries:
        if stored := known.get(entry):
            outcomes.append(_compare(entry, stored))
            continue
        at = _place_in_time(entry, check_ins, catalogue, clock, now)
        if isinstance(at, Mapping):
            outcomes.append(Outcome(Verdict.REFUSED, errors=at))
            continue
        seen = app_dangers.seen_in(entry, catalogue)
        danger = app_dangers.gravest(seen)
        tier = str(danger.tier) if danger else None
        known.add(entry, at, tier)
        accepted.append(_Accepted(entry, at, seen))
        outcomes.append(Outcome(Verdict.STORED, at, danger_tier=tier))
    if accepted:
        known.write(session, caller, now)
        _follow(session, catalogue, patient.id, accepted, now, base_url)
        audit.record(
            session,
            "enter in app",
            patient,
            now,
            practitioner_id=None,
            subject_id=caller.device.id,
        )
    return outcomes


def recall(known: OnRecord, entries: Sequence[Submitted]) -> list[Outcome] | None:
    """What became of ``entries`` when they were first handed over; None if any of them is new.

    A version never changes, so nobody has to wait for their turn to be told of it.
    """
    found = [(entry, known.get(entry)) for entry in entries]
    outcomes = [_compare(entry, stored) for entry, stored in found if stored]
    return outcomes if len(outcomes) == len(entries) else None


def _compare(entry: Submitted, stored: Stored) -> Outcome:
    if stored.body_hash != entry.body_hash:
        return Outcome(Verdict.CONFLICT)
    return Outcome(Verdict.ALREADY_STORED, stored.effective_at, danger_tier=stored.danger_tier)


def _place_in_time(
    entry: Submitted,
    check_ins: CheckIns,
    catalogue: Catalogue,
    clock: DeviceClock,
    now: datetime,
) -> datetime | Mapping[str, str]:
    """When the entry was made, or what is wrong with it by field."""
    at = clock.effective(entry.made_at, now)
    if isinstance(at, str):
        return {"made_at": at}
    if entry.answered is None:
        return at
    return app_responses.errors_in(entry.answered, at, check_ins, catalogue) or at


def _follow(
    session: Session,
    catalogue: Catalogue,
    patient_id: UUID,
    accepted: Sequence[_Accepted],
    now: datetime,
    base_url: str,
) -> None:
    """What follows from new entries: responses, alerts, and the conversation's own turn."""
    entries = [each.entry for each in accepted]
    touched = {entry.answered.check_in for entry in entries if entry.answered}
    # A new version or a deletion may be of an entry that answered a check-in.
    edited = [e.entry_id for e in entries if e.version > 1 or e.kind is EntryKind.DELETION]
    if edited:
        touched |= _answered_by(session, patient_id, edited)
    seen = [each for each in accepted if each.seen]
    if not (touched or seen):
        return
    # As they stand now that nobody else can change them.
    patient = session.get_one(Patient, patient_id, populate_existing=True)
    if touched:
        app_responses.settle(session, catalogue, patient, touched, now)
    danger = app_dangers.raise_alerts(session, catalogue, patient, seen, now) if seen else None
    if touched or danger:
        app_turns.hear_app(session, catalogue, patient.id, danger, now, base_url)
    else:
        caseload.rewrite(session, catalogue, patient, now)


def _answered_by(session: Session, patient_id: UUID, entry_ids: Sequence[UUID]) -> set[UUID]:
    found = session.scalars(
        select(DiaryEntry.prompt_id).where(
            DiaryEntry.patient_id == patient_id,
            DiaryEntry.entry_id.in_(entry_ids),
            DiaryEntry.prompt_id.is_not(None),
        )
    )
    return {prompt_id for prompt_id in found if prompt_id}
