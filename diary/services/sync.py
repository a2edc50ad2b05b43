"""Taking what devices made while they were offline: each entry once, and none at another's cost.

A batch costs a handful of statements, however long it is. What answers check-ins is settled in
``app_responses``; danger in any of it opens alerts before the batch is committed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from diary.domain.safety import Finding
from diary.services import app_dangers, app_responses, app_turns, audit, caseload
from diary.services.app_responses import CheckIns
from diary.services.catalogue import Catalogue
from diary.services.device_clocks import DeviceClock
from diary.services.devices import Caller
from diary.services.entries import Outcome, Submitted, Verdict
from diary.services.holds import hold
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.ids import new_id
from diary.store.people import Patient
from diary.store.sealing import BoundText

MOST_ENTRIES = 1000


class _Known(NamedTuple):
    body_hash: bytes
    effective_at: datetime
    row_id: UUID
    danger_tier: str | None
    is_superseded: bool


class _Accepted(NamedTuple):
    entry: Submitted
    effective_at: datetime
    seen: Sequence[Finding]


_Key = tuple[UUID, int]


def take_entries(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    entries: Sequence[Submitted],
    clock: DeviceClock,
    now: datetime,
    base_url: str,
) -> list[Outcome]:
    """Store what is new of ``entries``; what became of each, in their order.

    ``base_url`` is where the program's pages are, for a question that goes on by a link.
    """
    patient = hold(session, caller.patient.id)
    known = _known(session, patient, entries)
    check_ins = app_responses.check_ins_of(session, patient, entries)
    outcomes: list[Outcome] = []
    accepted: list[_Accepted] = []
    for entry in entries:
        key = (entry.entry_id, entry.version)
        if (stored := known.get(key)) is not None:
            outcomes.append(_compare(entry, stored))
            continue
        at = _place_in_time(entry, check_ins, catalogue, clock, now)
        if isinstance(at, Mapping):
            outcomes.append(Outcome(Verdict.REFUSED, errors=at))
            continue
        seen = app_dangers.seen_in(entry, catalogue)
        danger = app_dangers.gravest(seen)
        tier = str(danger.tier) if danger else None
        known[key] = _Known(entry.body_hash, at, new_id(), tier, False)
        accepted.append(_Accepted(entry, at, seen))
        outcomes.append(Outcome(Verdict.STORED, at, danger_tier=tier))
    if accepted:
        _store(session, caller, accepted, known, now)
        _follow(session, catalogue, patient, accepted, now, base_url)
        audit.record(
            session,
            "enter in app",
            patient,
            now,
            practitioner_id=None,
            subject_id=caller.device.id,
        )
    return outcomes


def _known(session: Session, patient: Patient, entries: Sequence[Submitted]) -> dict[_Key, _Known]:
    rows = session.execute(
        select(
            DiaryEntry.entry_id,
            DiaryEntry.version,
            DiaryEntry.body_hash,
            DiaryEntry.effective_at,
            DiaryEntry.id,
            DiaryEntry.danger_tier,
            DiaryEntry.superseded_at,
        ).where(
            DiaryEntry.patient_id == patient.id,
            DiaryEntry.entry_id.in_({entry.entry_id for entry in entries}),
        )
    )
    return {
        (entry_id, version): _Known(body_hash, at, row_id, tier, superseded_at is not None)
        for entry_id, version, body_hash, at, row_id, tier, superseded_at in rows
    }


def _compare(entry: Submitted, stored: _Known) -> Outcome:
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


def _store(
    session: Session,
    caller: Caller,
    accepted: Sequence[_Accepted],
    known: Mapping[_Key, _Known],
    now: datetime,
) -> None:
    newest: dict[UUID, int] = {}
    for entry_id, version in known:
        newest[entry_id] = max(version, newest.get(entry_id, version))
    last = session.scalar(
        select(func.max(DiaryEntry.number)).where(DiaryEntry.patient_id == caller.patient.id)
    )
    common = {
        "organization_id": caller.patient.organization_id,
        "patient_id": caller.patient.id,
        "device_id": caller.device.id,
        "received_at": now,
        "counts": True,
    }
    rows: list[dict[str, Any]] = []
    for number, (entry, effective_at, _seen) in enumerate(accepted, (last or 0) + 1):
        stored = known[entry.entry_id, entry.version]
        rows.append(
            {
                **common,
                "id": stored.row_id,
                "entry_id": entry.entry_id,
                "version": entry.version,
                "number": number,
                "kind": entry.kind,
                "body": BoundText(entry.body, stored.row_id),
                "body_hash": entry.body_hash,
                "prompt_id": entry.answered.check_in if entry.answered else None,
                "made_at": entry.made_at,
                "effective_at": effective_at,
                "danger_tier": stored.danger_tier,
                "superseded_at": None if newest[entry.entry_id] == entry.version else now,
            }
        )
    session.execute(insert(DiaryEntry.__table__), rows)  # type: ignore[arg-type]
    mine = {row["id"] for row in rows}
    outdated = [
        stored.row_id
        for (entry_id, version), stored in known.items()
        if version < newest[entry_id] and not stored.is_superseded and stored.row_id not in mine
    ]
    if outdated:
        session.execute(
            update(DiaryEntry)
            .where(DiaryEntry.id.in_(outdated))
            .values(superseded_at=now)
            .execution_options(synchronize_session=False)
        )


def _follow(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    accepted: Sequence[_Accepted],
    now: datetime,
    base_url: str,
) -> None:
    """What follows from new entries: responses, alerts, and the conversation's own turn."""
    entries = [each.entry for each in accepted]
    touched = {entry.answered.check_in for entry in entries if entry.answered}
    # A new version or a deletion may be of an entry that answered a check-in.
    is_edit = [entry.version > 1 or entry.kind is EntryKind.DELETION for entry in entries]
    edited = {entry.entry_id for entry, edits in zip(entries, is_edit, strict=True) if edits}
    if edited:
        touched |= _answered_by(session, patient, edited)
    if touched:
        app_responses.settle(session, catalogue, patient, touched, now)
    seen = [each for each in accepted if each.seen]
    danger = app_dangers.raise_alerts(session, catalogue, patient, seen, now) if seen else None
    if touched or danger:
        app_turns.hear_app(session, catalogue, patient.id, danger, now, base_url)
    elif seen:
        caseload.rewrite(session, catalogue, patient, now)


def _answered_by(session: Session, patient: Patient, entry_ids: set[UUID]) -> set[UUID]:
    found = session.scalars(
        select(DiaryEntry.prompt_id).where(
            DiaryEntry.patient_id == patient.id,
            DiaryEntry.entry_id.in_(entry_ids),
            DiaryEntry.prompt_id.is_not(None),
        )
    )
    return {prompt_id for prompt_id in found if prompt_id}
