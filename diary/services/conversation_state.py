"""The state of a conversation as JSON, tagged and with the version of its shape."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from diary.domain.turn import Idle, State
from diary.store.messaging import Conversation
from diary.store.people import Patient

VERSION = 1
_STATES: TypeAdapter[State] = TypeAdapter(State)


def dump_state(state: State) -> dict[str, Any]:
    return {"version": VERSION, "state": _STATES.dump_python(state, mode="json")}


def load_state(stored: Mapping[str, Any]) -> State:
    """The state that was dumped; ``ValueError`` for a version this program does not know."""
    if stored["version"] != VERSION:
        raise ValueError(f"conversation state of version {stored['version']}, not {VERSION}")
    return _STATES.validate_python(stored["state"])


def begin_conversation(session: Session, patient: Patient) -> None:
    """A new patient's conversation, in which nothing is asked yet."""
    session.add(
        Conversation(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            state=dump_state(Idle()),
            turn=0,
        )
    )
