"""What has to be done now and then: plans laid out further, old sessions forgotten."""

from uuid import UUID

from sqlalchemy import select

from diary.bootstrap import Services
from diary.domain.consent import Texting
from diary.services import caseload, prompts, staff
from diary.store.people import Patient
from jobs.claims import each


def upkeep(services: Services) -> dict[str, int]:
    """Lay every texted patient's plan out to the horizon and bring their list entry up to date."""
    now = services.clock()
    with services.readers() as session:
        patients = session.scalars(
            select(Patient.id).where(Patient.texting != Texting.STOPPED)
        ).all()

    def renew(patient_id: UUID) -> None:
        with services.sessions.begin() as session:
            patient = session.get_one(Patient, patient_id)
            prompts.lay_out(session, services.catalogue, patient, now)
            session.flush()
            caseload.rewrite(session, services.catalogue, patient, now)

    renewed, failed = each(patients, renew, job="upkeep")
    with services.sessions.begin() as session:
        forgotten = staff.forget_old_sessions(session, now)
    return {"patients": renewed, "sessions": forgotten, "failed": failed}
