"""Check-ins that are open after their window, and that no conversation asks for any more.

Who deletes in the app what answered a check-in opens it again: it may be answered while its window
lasts, but nobody waits for that. What the conversation still asks it closes itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.turn import Asking, Calm, State, calm
from diary.services import caseload, prompts
from diary.services.catalogue import Catalogue
from diary.services.conversation_state import load_state
from diary.services.effects import close_responses
from diary.services.turns import lock
from diary.store.care import Prompt, PromptStatus
from diary.store.literals import is_word
from diary.store.people import Patient


def patients(session: Session, now: datetime) -> Sequence[UUID]:
    """Whose check-ins are open and over."""
    found = session.scalars(
        select(Prompt.patient_id)
        .where(is_word(Prompt.status, PromptStatus.RELEASED), Prompt.closes_at <= now)
        .order_by(Prompt.closes_at)
    )
    return list(dict.fromkeys(found))


def close(session: Session, catalogue: Catalogue, patient_id: UUID, now: datetime) -> None:
    """Let each of the patient's be what its answers make it."""
    asked = set(_asked(load_state(lock(session, patient_id).state)))
    over = session.scalars(
        select(Prompt).where(
            Prompt.patient_id == patient_id,
            Prompt.status == PromptStatus.RELEASED,
            Prompt.closes_at <= now,
        )
    ).all()
    unasked = {
        lead_id
        for lead_id in {prompt.merged_into_id or prompt.id for prompt in over}
        if str(lead_id) not in asked
        and all(
            prompt.closes_at <= now
            for prompt in prompts.asked_by(session, session.get_one(Prompt, lead_id))
        )
    }
    if not unasked:
        return
    for lead_id in unasked:
        close_responses(session, catalogue, lead_id)
    session.flush()
    caseload.rewrite(session, catalogue, session.get_one(Patient, patient_id), now)


def _asked(state: State) -> Iterator[str]:
    """The prompts that the conversation asks, now or when it has time again."""
    asking: Calm | None = calm(state)
    while isinstance(asking, Asking):
        yield asking.prompt_id
        asking = asking.unfinished
