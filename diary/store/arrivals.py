"""Storing texts that arrived, by statements that find the clinic and the patient themselves."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from diary.store.base import Base
from diary.store.ids import new_id
from diary.store.messaging import InboundMessage
from diary.store.notices import CHANNEL, announce
from diary.store.people import OptOutReplies, Organization, Patient
from diary.store.sealing import BoundText, keyring_of


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
    """A text as stored: with which clinic, and from which patient if it is from one."""

    message_id: UUID
    organization_id: UUID
    patient_id: UUID | None


def store_once(
    session: Session, texts: Sequence[Arrival], now: datetime
) -> Sequence[Arrived | None]:
    """Store each text whose sid is new and that was sent to a clinic's number; ``None`` for others.

    A patient's text waits for its turn, anybody else's for a person.
    """
    session.flush()
    connection = session.connection()
    stored = [connection.execute(_STORE, row).first() for row in _rows(connection, texts, now)]
    if any(stored):
        announce(session)
    return [Arrived(*row) if row else None for row in stored]


def store_patients(
    connection: Connection, texts: Sequence[Arrival], now: datetime
) -> Sequence[bool]:
    """Store those of the texts that are a patient's and new, and say of each whether it was.

    On PostgreSQL by one statement, which also notifies those who listen.
    """
    rows = _rows(connection, texts, now)
    stored = _store_patients(connection, rows)
    return [row["id"] in stored for row in rows]


def _store_patients(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    if connection.dialect.name == "postgresql":
        listed = [_as_json(connection.dialect, row) for row in rows]
        given = {**_STORE_LISTED.params, "texts": json.dumps(listed)}
        done = connection.exec_driver_sql(_STORE_LISTED.string, given)
    else:
        done = connection.execute(_STORE_PATIENTS, rows)
    ids = {row["id"] for row in rows}
    if done.rowcount == len(rows):
        return ids
    return set(connection.scalars(select(_text["id"]).where(_text["id"].in_(ids))))


def _rows(
    connection: Connection, texts: Sequence[Arrival], now: datetime
) -> Sequence[Mapping[str, Any]]:
    keyring = keyring_of(connection.dialect)
    rows = []
    for text in texts:
        message_id = new_id()
        tier, rule, kind = text.danger or (None, None, None)
        rows.append(
            {
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
                "phone_index": keyring.blind_index(text.sender),
            }
        )
    return rows


def _as_json(dialect: Dialect, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as PostgreSQL reads it out of JSON: one parameter takes less time than many."""
    keyring = keyring_of(dialect)
    sealed = {
        name: keyring.seal(row[name], f"{InboundMessage.__tablename__}.{name}", row["id"])
        for name in ("sender", "body")
    }
    as_bytes = {**sealed, "phone_index": row["phone_index"]}
    as_text = {name: str(row[name]) for name in ("id", "received_at", "turn_taken_at")}
    return {**row, **as_text, **{name: f"\\x{value.hex()}" for name, value in as_bytes.items()}}


_text = Base.metadata.tables[InboundMessage.__tablename__].columns
_clinic = Base.metadata.tables[Organization.__tablename__].columns
_patient = Base.metadata.tables[Patient.__tablename__].columns

_OWN = (
    *("id", "provider_sid", "sender", "body", "segments", "received_at", "answered_by_carrier"),
    *("danger_tier", "danger_rule", "danger_kind", "turn_taken_at"),
)
_TYPES: Mapping[str, TypeEngine[Any]] = {
    **{name: _text[name].type for name in _OWN},
    "is_keyword": _text["answered_by_carrier"].type,
    "to": _clinic["sender"].type,
    "phone_index": _patient["phone_index"].type,
}

_Given = Callable[[str], ColumnElement[Any]]


def _bound(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=_TYPES[name])


def _values(given: _Given) -> Mapping[str, ColumnElement[Any]]:
    is_nobodys = _patient["id"].is_(None)
    return {
        **{name: given(name) for name in _OWN},
        "organization_id": _clinic["id"],
        "patient_id": _patient["id"],
        "answered_by_carrier": or_(
            given("answered_by_carrier"),
            and_(given("is_keyword"), _clinic["opt_out_replies"] == OptOutReplies.TWILIO),
        ),
        "turn_taken_at": case((is_nobodys, given("turn_taken_at"))),
        "needs_person": is_nobodys,
    }


def _is_theirs(given: _Given) -> ColumnElement[bool]:
    return and_(
        _patient["organization_id"] == _clinic["id"],
        _patient["phone_index"] == given("phone_index"),
    )


def _storing(*, anybodys: bool) -> Insert:
    values = _values(_bound)
    found = _clinic["id"].table.join(_patient["id"].table, _is_theirs(_bound), isouter=anybodys)
    return insert(_text["id"].table).from_select(
        list(values),
        select(*values.values())
        .select_from(found)
        .where(
            _clinic["sender"] == _bound("to"),
            ~exists().where(_text["provider_sid"] == _bound("provider_sid")),
        ),
    )


def _storing_listed() -> Insert:
    listed = (
        func.json_to_recordset(cast(bindparam("texts", type_=Text()), JSON()))
        .table_valued(*(column(name, kind) for name, kind in _TYPES.items()))
        .render_derived(name="given", with_types=True)
    )
    values = _values(lambda name: listed.c[name])
    # Whoever listens is told of each that is stored, which is heard once: the answer is never null.
    is_untold = func.pg_notify(CHANNEL, "").is_(None)
    values = {
        **values,
        "needs_person": or_(is_untold, values["needs_person"]),
        "turn_failures": literal(0),
    }
    found = listed.join(_clinic["id"].table, _clinic["sender"] == listed.c["to"]).join(
        _patient["id"].table, _is_theirs(lambda name: listed.c[name])
    )
    is_new = ~exists().where(_text["provider_sid"] == listed.c["provider_sid"])
    # Of two with the same sid the first is stored: ids rise in the order in which they are made.
    in_order = select(*values.values()).select_from(found).where(is_new).order_by(listed.c.id)
    return (
        postgresql.insert(_text["id"].table)
        .from_select(list(values), in_order)
        .on_conflict_do_nothing(index_elements=[_text["provider_sid"]])
    )


_STORE = _storing(anybodys=True).returning(
    _text["id"], _text["organization_id"], _text["patient_id"]
)
_STORE_PATIENTS = _storing(anybodys=False).execution_options(preserve_rowcount=True)
_STORE_LISTED = _storing_listed().compile(dialect=psycopg.dialect())  # type: ignore[no-untyped-call]
"""What is executed for every few texts is not looked for among what was compiled."""
