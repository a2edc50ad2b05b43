"""Which versions of entries are on record, and new ones put there: a batch at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select, tuple_, update
from sqlalchemy.orm import Session

from diary.services.devices import Caller
from diary.services.entries import Outcome, Submitted, Verdict
from diary.store.bulk import insert_rows
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.id_lists import is_one_of
from diary.store.ids import new_ids
from diary.store.people import Patient
from diary.store.sealing import BoundText


class Stored(NamedTuple):
    """What is on record of one version: none of it ever changes."""

    kind: EntryKind
    body_hash: bytes
    effective_at: datetime
    danger_tier: str | None


_Key = tuple[int, int]
"""Entry and version, as numbers: they are looked up more quickly than ids."""


class OnRecord:
    """The stored versions of the entries of one batch, and those that it adds."""

    def __init__(self, stored: dict[_Key, Stored], last_number: int) -> None:
        """``last_number`` is that of the patient's newest entry of all."""
        self._stored = stored
        self._last_number = last_number
        self._new: dict[_Key, Submitted] = {}
        self._kinds: dict[int, set[EntryKind]] = defaultdict(set)
        for (entry_id, _version), each in stored.items():
            self._kinds[entry_id].add(each.kind)

    def get(self, entry: Submitted) -> Stored | None:
        """What is stored, or was added, under the entry's id and version."""
        return self._stored.get((entry.entry_id.int, entry.version))

    def is_of_another_kind(self, entry: Submitted) -> bool:
        """Whether what was entered under the entry's id so far is something else.

        Its versions would take the place of one another, each where the other is looked for.
        """
        kinds = self._kinds[entry.entry_id.int] - {EntryKind.DELETION}
        return bool(kinds) and entry.kind not in {*kinds, EntryKind.DELETION}

    def is_current(self, session: Session, patient: Patient) -> bool:
        """Whether nothing of the patient's arrived since this was found."""
        newest = session.execute(_LAST, {"patient_id": patient.id}).scalar()
        return (newest or 0) == self._last_number

    def add(self, entry: Submitted, effective_at: datetime, danger_tier: str | None) -> None:
        """A new version, for ``write``."""
        key = (entry.entry_id.int, entry.version)
        self._new[key] = entry
        self._stored[key] = Stored(entry.kind, entry.body_hash, effective_at, danger_tier)
        self._kinds[entry.entry_id.int].add(entry.kind)

    def write(self, session: Session, caller: Caller, now: datetime) -> None:
        """Store what was added, and say of older versions that they are older."""
        newest = _newest(self._stored)
        entries = self._new.values()
        stored = [self._stored[key] for key in self._new]
        row_ids = new_ids(len(entries))
        insert_rows(
            session,
            DiaryEntry,
            {
                "organization_id": caller.patient.organization_id,
                "patient_id": caller.patient.id,
                "device_id": caller.device.id,
                "received_at": now,
                "counts": True,
            },
            {
                "id": row_ids,
                "entry_id": [entry.entry_id for entry in entries],
                "version": [entry.version for entry in entries],
                "number": range(self._last_number + 1, self._last_number + 1 + len(stored)),
                "kind": [entry.kind for entry in entries],
                "body": [
                    BoundText(entry.body, row_id)
                    for entry, row_id in zip(entries, row_ids, strict=True)
                ],
                "body_hash": [entry.body_hash for entry in entries],
                "sent_hash": [entry.sent_hash for entry in entries],
                "prompt_id": [e.answered.check_in if e.answered else None for e in entries],
                "made_at": [entry.made_at for entry in entries],
                "effective_at": [each.effective_at for each in stored],
                "danger_tier": [each.danger_tier for each in stored],
                "superseded_at": [
                    None if newest[entry_id] == version else now for entry_id, version in self._new
                ],
            },
        )
        stood = _newest(self._stored.keys() - self._new.keys())
        outdated = [(UUID(int=e), version) for e, version in stood.items() if version < newest[e]]
        if outdated:
            session.execute(
                update(DiaryEntry)
                .where(
                    DiaryEntry.patient_id == caller.patient.id,
                    tuple_(DiaryEntry.entry_id, DiaryEntry.version).in_(outdated),
                )
                .values(superseded_at=now)
                .execution_options(synchronize_session=False)
            )


def _newest(versions: Iterable[_Key]) -> dict[int, int]:
    """The highest version of each entry."""
    return dict(sorted(versions))


_entry = DiaryEntry.__table__.c
_LAST = select(func.max(_entry.number).label("number")).where(
    _entry.patient_id == bindparam("patient_id")
)


_last = _LAST.subquery()
_of_entries = _last.outerjoin(
    DiaryEntry.__table__,
    and_(
        _entry.patient_id == bindparam("patient_id"),
        is_one_of(_entry.entry_id, "entry_ids"),
    ),
)
"""A row a version, or one without any; the newest number stands in each."""
_FIND = select(
    _last.c.number,
    _entry.entry_id,
    _entry.version,
    _entry.kind,
    _entry.body_hash,
    _entry.effective_at,
    _entry.danger_tier,
).select_from(_of_entries)


def find(session: Session, patient: Patient, entries: Sequence[Submitted]) -> OnRecord:
    """What is on record of the entries' ids, in any version."""
    rows = session.execute(
        _FIND, {"patient_id": patient.id, "entry_ids": {entry.entry_id for entry in entries}}
    ).all()
    stored = {
        (entry_id.int, version): Stored(*what)
        for _last, entry_id, version, *what in rows
        if entry_id
    }
    return OnRecord(stored, rows[0].number or 0)


class Recalled(NamedTuple):
    """What is on record of a batch by its hashes as it was sent."""

    outcomes: list[Outcome] | None
    """Of its entries in their order; None unless each of them came before just so."""
    known: OnRecord | None
    """Of its entries' ids, where that is nothing at all: then there is no more to find."""


_FIND_SENT = select(
    _last.c.number,
    _entry.sent_hash,
    _entry.effective_at,
    _entry.danger_tier,
    _entry.version,
).select_from(_of_entries)


def recall_sent(
    session: Session, patient: Patient, entry_ids: Sequence[UUID], sent_hashes: Sequence[bytes]
) -> Recalled:
    """Look for the entries of a batch that may have come before, byte for byte.

    One that did is not read again: what it says was found good, and nothing of it ever changes.
    """
    if not sent_hashes:
        return Recalled([], None)
    rows = session.execute(_FIND_SENT, {"patient_id": patient.id, "entry_ids": entry_ids}).all()
    if rows[0].version is None:
        return Recalled(None, OnRecord({}, rows[0].number or 0))
    stored = {sent_hash: (at, tier) for _last, sent_hash, at, tier, _version in rows}
    outcomes = [
        Outcome(Verdict.ALREADY_STORED, found[0], danger_tier=found[1])
        for each in sent_hashes
        if (found := stored.get(each))
    ]
    return Recalled(outcomes if len(outcomes) == len(sent_hashes) else None, None)
