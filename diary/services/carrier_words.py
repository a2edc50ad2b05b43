"""What the carrier took a text for, and answered by itself: that holds here too.

On a number with Advanced Opt-Out a clinic may have given the carrier words of its own for STOP and
START, which the conversation would take for an answer or a note.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.commands import CommandKind, recognise
from diary.domain.consent import ConsentAct, Texting
from diary.services import caseload, consent, laying_out
from diary.services.catalogue import Catalogue
from diary.services.holds import hold


class CarrierWord(StrEnum):
    STOP = "STOP"
    START = "START"


def word_in(body: str, taken_as: str) -> CarrierWord | None:
    """The word that the carrier took a text for; ``None`` if the conversation sees it by itself."""
    command = recognise(body, "en")
    kind = command.kind if command else None
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
    elif patient.texting is Texting.STOPPED:
        consent.become(session, patient, Texting.ACTIVE, ConsentAct.RESTARTED, now)
        laying_out.lay_out(session, catalogue, patient, now)
    else:
        return False
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
    return True
