"""Which versions of entries are on record, and new ones put there: a batch at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from diary.services.devices import Caller
from diary.services.entries import Submitted
from diary.store.bulk import insert_rows
from diary.store.diary import DiaryEntry
from diary.store.ids import new_id
from diary.store.people import Patient
from diary.store.sealing import BoundText


class Stored(NamedTuple):
    """What is on record of one version: none of it ever changes, but whether it is the newest."""

    row_id: UUID
    body_hash: bytes
    effective_at: datetime
    danger_tier: str | None
    is_superseded: bool


_Key = tuple[int, int]
"""Entry and version, as numbers: they are looked up more quickly than ids."""


class OnRecord:
    """The stored versions of the entries of one batch, and those that it adds."""

    def __init__(self, stored: dict[_Key, Stored], last_number: int) -> None:
        """``last_number`` is that of the patient's newest entry of all."""
        self._stored = stored
        self._last_number = last_number
        self._new: dict[_Key, Submitted] = {}

    def get(self, entry: Submitted) -> Stored | None:
        """What is stored, or was added, under the entry's id and version."""
        return self._stored.get((entry.entry_id.int, entry.version))

    def is_current(self, session: Session, patient: Patient) -> bool:
        """Whether nothing of the patient's arrived since this was found."""
        newest = session.execute(_LAST, {"patient_id": patient.id}).scalar()
        return (newest or 0) == self._last_number

    def add(self, entry: Submitted, effective_at: datetime, danger_tier: str | None) -> None:
        """A new version, for ``write``."""
        key = (entry.entry_id.int, entry.version)
        self._new[key] = entry
        self._stored[key] = Stored(new_id(), entry.body_hash, effective_at, danger_tier, False)

    def write(self, session: Session, caller: Caller, now: datetime) -> None:
        """Store what was added, and say of older versions that they are older."""
        newest: dict[int, int] = {}
        for entry_id, version in self._stored:
            newest[entry_id] = max(version, newest.get(entry_id, version))
        entries = self._new.values()
        stored = [self._stored[key] for key in self._new]
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
                "id": [each.row_id for each in stored],
                "entry_id": [entry.entry_id for entry in entries],
                "version": [entry.version for entry in entries],
                "number": range(self._last_number + 1, self._last_number + 1 + len(stored)),
                "kind": [entry.kind for entry in entries],
                "body": [
                    BoundText(entry.body, each.row_id)
                    for entry, each in zip(entries, stored, strict=True)
                ],
                "body_hash": [entry.body_hash for entry in entries],
                "prompt_id": [e.answered.check_in if e.answered else None for e in entries],
                "made_at": [entry.made_at for entry in entries],
                "effective_at": [each.effective_at for each in stored],
                "danger_tier": [each.danger_tier for each in stored],
                "superseded_at": [
                    None if newest[entry_id] == version else now for entry_id, version in self._new
                ],
            },
        )
        outdated = [
            each.row_id
            for key, each in self._stored.items()
            if key[1] < newest[key[0]] and not each.is_superseded and key not in self._new
        ]
        if outdated:
            session.execute(
                update(DiaryEntry)
                .where(DiaryEntry.id.in_(outdated))
                .values(superseded_at=now)
                .execution_options(synchronize_session=False)
            )


_entry = DiaryEntry.__table__.c
_LAST = select(func.max(_entry.number).label("number")).where(
    _entry.patient_id == bindparam("patient_id")
)
_last = _LAST.subquery()
_FIND = select(
    _last.c.number,
    _entry.entry_id,
    _entry.version,
    _entry.id,
    _entry.body_hash,
    _entry.effective_at,
    _entry.danger_tier,
    _entry.superseded_at,
).select_from(
    _last.outerjoin(
        DiaryEntry.__table__,
        and_(
            _entry.patient_id == bindparam("patient_id"),
            _entry.entry_id.in_(bindparam("entry_ids", expanding=True)),
        ),
    )
)


def find(session: Session, patient: Patient, entries: Sequence[Submitted]) -> OnRecord:
    """What is on record of the entries' ids, in any version."""
    rows = session.execute(
        _FIND,
        {"patient_id": patient.id, "entry_ids": list({entry.entry_id for entry in entries})},
    ).all()
    stored = {
        (entry_id.int, version): Stored(row_id, body_hash, at, tier, superseded_at is not None)
        for _last, entry_id, version, row_id, body_hash, at, tier, superseded_at in rows
        if entry_id
    }
    return OnRecord(stored, rows[0].number or 0)
