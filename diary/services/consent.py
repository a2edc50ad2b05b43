"""What a patient consents to, act by act."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.consent import ConsentAct, Texting
from diary.services.hours import date_where
from diary.store.people import Consent, Patient

WORDING_VERSION = "2026-11"
"""The version of the consent and warning text that staff read out (``templates/consent``)."""


def become(
    session: Session,
    patient: Patient,
    texting: Texting,
    act: ConsentAct,
    now: datetime,
    *,
    practitioner_id: UUID | None = None,
    taken_by: str | None = None,
    given_on: date | None = None,
) -> None:
    """Change whether a patient is texted, and write down why. Repeating an act adds nothing."""
    if patient.texting is texting and act is not ConsentAct.RECORDED:
        return
    patient.texting = texting
    session.add(
        Consent(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            act=act,
            wording_version=WORDING_VERSION,
            language=patient.language,
            recorded_at=now,
            recorded_by_id=practitioner_id,
            taken_by=taken_by,
            given_on=given_on or date_where(patient.timezone, now),
        )
    )


_TEXTING_AFTER: Mapping[ConsentAct | None, Texting] = {
    ConsentAct.JOINED: Texting.ACTIVE,
    ConsentAct.RESTARTED: Texting.ACTIVE,
    ConsentAct.STOPPED: Texting.STOPPED,
    ConsentAct.FOUND_STOPPED: Texting.STOPPED,
}


def take_as_reachable(session: Session, patient: Patient) -> None:
    """Whoever texts can be texted: back to what the patient had consented to."""
    if patient.texting is not Texting.UNREACHABLE:
        return
    last = session.scalars(
        select(Consent.act)
        .where(Consent.patient_id == patient.id)
        .order_by(Consent.recorded_at.desc(), Consent.id.desc())
        .limit(1)
    ).first()
    patient.texting = _TEXTING_AFTER.get(last, Texting.INVITED)
