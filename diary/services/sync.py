"""Taking what devices made while they were offline: each entry once, and none at another's cost.

A batch costs a handful of statements, however long it is. What answers check-ins is settled in
``app_responses``; danger in any of it, kept or not, opens alerts before the batch is committed.
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
    app_refused,
    app_responses,
    audit,
    entries_on_record,
)
from diary.services.app_dangers import Danger
from diary.services.app_responses import CheckIns
from diary.services.catalogue import Catalogue
from diary.services.device_clocks import DeviceClock
from diary.services.devices import Caller
from diary.services.entries import Outcome, Refused, Submitted, Verdict
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
    unfit: Sequence[Refused] = (),
) -> list[Outcome]:
    """Store what is new of ``entries``; what became of each, in their order.

    ``base_url`` is where the program's pages are, for a question that goes on by a link. ``known``
    is what was on record of them a moment ago. ``unfit`` came with them and can be no entries.
    """
    patient = caller.patient
    wait_for_turn(session, patient.id)
    if known is None or not known.is_current(session, patient):
        known = entries_on_record.find(session, patient, entries)
    check_ins = app_responses.check_ins_of(session, patient, entries)
    outcomes: list[Outcome] = []
    accepted: list[_Accepted] = []
    refused = list(unfit)
    for entry in look_through(known, entries, catalogue):
        seen = entry.seen or ()
        tier = _tier_of(seen)
        if stored := known.get(entry):
            outcome = _compare(entry, stored)
        else:
            at = (
                {"kind": "another_kind"}
                if known.is_of_another_kind(entry)
                else _place_in_time(entry, check_ins, catalogue, clock, now)
            )
            if isinstance(at, Mapping):
                outcome = Outcome(Verdict.REFUSED, errors=at, danger_tier=tier)
            else:
                known.add(entry, at, tier)
                accepted.append(_Accepted(entry, at, seen))
                outcome = Outcome(Verdict.STORED, at, danger_tier=tier)
        if not outcome.is_kept:
            refused.append(Refused(entry.entry_id, entry.shown, seen))
        outcomes.append(outcome)
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
    app_refused.take(session, catalogue, caller, refused, now, base_url)
    return outcomes


def look_through(
    known: OnRecord, entries: Sequence[Submitted], catalogue: Catalogue
) -> list[Submitted]:
    """``entries`` with the dangers that they show, but for those that are on record.

    That takes as long as there are words: it is done before a write begins, which others wait for.
    """
    look = app_dangers.remembering(catalogue)
    return [
        entry
        if entry.seen is not None or _is_on_record(entry, known.get(entry))
        else entry._replace(seen=app_dangers.seen_in(entry.shown, catalogue, look))
        for entry in entries
    ]


def recall(known: OnRecord, entries: Sequence[Submitted]) -> list[Outcome] | None:
    """What became of ``entries`` when they were first handed over; None if any of them is new.

    A version never changes, so nobody has to wait for their turn to be told of it.
    """
    found = [(entry, known.get(entry)) for entry in entries]
    outcomes = [_compare(entry, stored) for entry, stored in found if stored]
    return outcomes if len(outcomes) == len(entries) else None


def _is_on_record(entry: Submitted, stored: Stored | None) -> bool:
    return stored is not None and stored.body_hash == entry.body_hash


def _tier_of(seen: Sequence[Finding]) -> str | None:
    danger = app_dangers.gravest(seen)
    return str(danger.tier) if danger else None


def _compare(entry: Submitted, stored: Stored) -> Outcome:
    if not _is_on_record(entry, stored):
        return Outcome(Verdict.CONFLICT, danger_tier=_tier_of(entry.seen or ()))
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
    dangers = [
        Danger(str(entry.entry_id), entry.shown, at, seen) for entry, at, seen in accepted if seen
    ]
    if not (touched or dangers):
        return
    # As they stand now that nobody else can change them.
    patient = session.get_one(Patient, patient_id, populate_existing=True)
    if touched:
        app_responses.settle(session, catalogue, patient, touched, now)
    raised = app_dangers.raise_alerts(session, catalogue, patient, dangers, now)
    app_dangers.follow(
        session, catalogue, patient, raised.gravest, now, base_url, has_answers=bool(touched)
    )


def _answered_by(session: Session, patient_id: UUID, entry_ids: Sequence[UUID]) -> set[UUID]:
    found = session.scalars(
        select(DiaryEntry.prompt_id).where(
            DiaryEntry.patient_id == patient_id,
            DiaryEntry.entry_id.in_(entry_ids),
            DiaryEntry.prompt_id.is_not(None),
        )
    )
    return {prompt_id for prompt_id in found if prompt_id}
