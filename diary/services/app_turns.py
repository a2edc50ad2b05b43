"""The conversation's turn after something came through the app."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.safety import Finding
from diary.domain.turn_inbound import HeardInApp
from diary.services.catalogue import Catalogue
from diary.services.effects import Cause
from diary.services.script import FORM
from diary.services.turns import lock, run


def hear_app(
    session: Session,
    catalogue: Catalogue,
    patient_id: UUID,
    danger: tuple[str, Finding] | None,
    now: datetime,
    base_url: str,
) -> None:
    """Take the turn of what is on record already.

    ``danger`` is the gravest seen in it, with the name that its alerts are kept under.
    """
    conversation = lock(session, patient_id)
    page, finding = danger or (f"{FORM}{conversation.id}", None)
    cause = Cause(key=f"{page}:{conversation.turn}", alerts_key=page)
    run(session, catalogue, conversation, HeardInApp(finding), cause, now, base_url)
