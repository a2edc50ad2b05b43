"""Storing texts that arrived: each by one statement, which finds its clinic and its patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Insert,
    and_,
    bindparam,
    case,
    exists,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import Session

from diary.store.base import Base
from diary.store.ids import new_id
from diary.store.messaging import InboundMessage
from diary.store.notices import announce
from diary.store.people import OptOutReplies, Organization, Patient
from diary.store.sealing import BoundText, blind_index


@dataclass(frozen=True, slots=True)
class Arrival:
    """A text with all that is known of it before it is stored.

    ``is_keyword``: the carrier answers it by itself on a number whose clinic leaves that to it.
    ``danger`` is tier, rule and kind, where any was seen.
    """

    sid: str
    sender: str
    to: str
    body: str
    segments: int
    received_at: datetime
    answered_by_carrier: bool
    is_keyword: bool
    danger: tuple[str, str, str] | None


class Arrived(NamedTuple):
    """A text as stored, and whether its number is a patient's."""

    message_id: UUID
    is_patients: bool


def store_once(
    session: Session, texts: Sequence[Arrival], now: datetime
) -> Sequence[Arrived | None]:
    """Store each text whose sid is new and that was sent to a clinic's number; ``None`` for others.

    A patient's text waits for its turn, anybody else's for a person.
    """
    session.flush()
    connection = session.connection()
    rows = [_row(session, text, now) for text in texts]
    stored = {row["id"]: True for row in rows}
    if connection.execute(_STORE_PATIENTS, rows).rowcount < len(rows):
        ids = select(_text["id"]).where(_text["id"].in_(stored))
        stored = dict.fromkeys(session.scalars(ids), True)
        for row in rows:
            if row["id"] not in stored and connection.execute(_STORE_ANYBODYS, row).rowcount:
                stored[row["id"]] = False
    if stored:
        announce(session)
    return [Arrived(row["id"], stored[row["id"]]) if row["id"] in stored else None for row in rows]


def _row(session: Session, text: Arrival, now: datetime) -> dict[str, Any]:
    message_id = new_id()
    tier, rule, kind = text.danger or (None, None, None)
    return {
        "id": message_id,
        "provider_sid": text.sid,
        "sender": BoundText(text.sender, message_id),
        "body": BoundText(text.body, message_id),
        "segments": text.segments,
        "received_at": text.received_at,
        "answered_by_carrier": text.answered_by_carrier,
        "is_keyword": text.is_keyword,
        "danger_tier": tier,
        "danger_rule": rule,
        "danger_kind": kind,
        "turn_taken_at": now,
        "to": text.to,
        "phone_index": blind_index(session, text.sender),
    }


_text = Base.metadata.tables[InboundMessage.__tablename__].columns
_clinic = Base.metadata.tables[Organization.__tablename__].columns
_patient = Base.metadata.tables[Patient.__tablename__].columns


def _given(name: str, like: str | None = None) -> BindParameter[Any]:
    return bindparam(name, type_=_text[like or name].type)


_VALUES: Mapping[str, ColumnElement[Any]] = {
    **{name: _given(name) for name in ("id", "provider_sid", "sender", "body", "segments")},
    **{name: _given(name) for name in ("danger_tier", "danger_rule", "danger_kind")},
    "organization_id": _clinic["id"],
    "patient_id": _patient["id"],
    "received_at": _given("received_at"),
    "answered_by_carrier": or_(
        _given("answered_by_carrier"),
        and_(
            _given("is_keyword", like="answered_by_carrier"),
            _clinic["opt_out_replies"] == OptOutReplies.TWILIO,
        ),
    ),
    "turn_taken_at": case((_patient["id"].is_(None), _given("turn_taken_at"))),
    "needs_person": _patient["id"].is_(None),
}
_is_theirs = and_(
    _patient["organization_id"] == _clinic["id"],
    _patient["phone_index"] == bindparam("phone_index"),
)


def _storing(*, anybodys: bool) -> Insert:
    found = _clinic["id"].table.join(_patient["id"].table, _is_theirs, isouter=anybodys)
    return (
        insert(_text["id"].table)
        .from_select(
            list(_VALUES),
            select(*_VALUES.values())
            .select_from(found)
            .where(
                _clinic["sender"] == bindparam("to"),
                ~exists().where(_text["provider_sid"] == _given("provider_sid")),
            ),
        )
        .execution_options(preserve_rowcount=True)
    )


_STORE_PATIENTS = _storing(anybodys=False)
_STORE_ANYBODYS = _storing(anybodys=True)
