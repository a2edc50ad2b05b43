"""What the carrier took a text for, and answered by itself: that holds here too.

On a number with Advanced Opt-Out a clinic may have given the carrier words of its own for STOP and
START, which the conversation would take for an answer or a note.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.commands import CommandKind, recognise
from diary.domain.consent import ConsentAct, Texting
from diary.services import caseload, consent, laying_out
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.store.messaging import InboundMessage


class CarrierWord(StrEnum):
    STOP = "STOP"
    START = "START"


def word_in(body: str, taken_as: str) -> CarrierWord | None:
    """The word that the carrier took a text for; ``None`` if the conversation sees it by itself."""
    kind = _kind(body)
    match taken_as.upper():
        case CarrierWord.STOP if kind is not CommandKind.STOP:
            return CarrierWord.STOP
        case CarrierWord.START if kind is not CommandKind.START:
            return CarrierWord.START
    return None


def obey(
    session: Session, catalogue: Catalogue, patient_id: UUID, word: CarrierWord, now: datetime
) -> bool:
    """Stop or start the texts; ``False`` where the word changes nothing, and is a text as any."""
    patient = hold(session, patient_id)
    if word is CarrierWord.STOP:
        consent.become(session, patient, Texting.STOPPED, ConsentAct.STOPPED, now)
        _pass_over_starts(session, patient_id, now)
    elif patient.texting is Texting.STOPPED:
        consent.become(session, patient, Texting.ACTIVE, ConsentAct.RESTARTED, now)
        laying_out.lay_out(session, catalogue, patient, now)
    else:
        return False
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
    return True


def _pass_over_starts(session: Session, patient_id: UUID, now: datetime) -> None:
    """A START that still waits for its turn came before: taken then, it would undo the STOP."""
    waiting = session.scalars(
        select(InboundMessage).where(
            InboundMessage.patient_id == patient_id, InboundMessage.turn_taken_at.is_(None)
        )
    )
    for message in waiting:
        if _kind(message.body) is CommandKind.START:
            message.turn_taken_at = now


def _kind(body: str) -> CommandKind | None:
    command = recognise(body, "en")
    return command.kind if command else None
