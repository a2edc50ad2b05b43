"""Large clinics are counted here, so that their pages need not."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services.clinic_figures import keep_figures, large_clinics
from jobs.claims import each


def count_clinics(services: Services) -> dict[str, int]:
    """Count every large clinic anew, one transaction a clinic."""
    now = services.clock()
    with services.readers() as session:
        large = large_clinics(session)

    def keep(organization_id: UUID) -> None:
        with services.sessions.begin() as session:
            keep_figures(session, organization_id, now)

    counted, failed = each(large, keep, job="count_clinics")
    return {"counted": counted, "failed": failed}
