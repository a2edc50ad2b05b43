"""Whose call counts no longer comes back to the list."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import caseload
from diary.services.holds import hold
from jobs.claims import each


def end_rests(services: Services) -> dict[str, int]:
    """Write the rows anew of which a rest is over, one transaction a patient."""
    now = services.clock()
    with services.readers() as session:
        rested = caseload.rested(session, now)

    def bring_back(patient_id: UUID) -> None:
        with services.sessions.begin() as session:
            caseload.rewrite(session, services.catalogue, hold(session, patient_id), now)

    brought, failed = each(rested, bring_back, job="end_rests")
    return {"brought_back": brought, "failed": failed}
