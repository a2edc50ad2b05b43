"""Rows of the clinician's list written anew where time alone has changed them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from diary.bootstrap import Services
from diary.services import caseload
from diary.services.holds import hold
from jobs.claims import each


def refresh_rows(
    services: Services, patient_ids: Sequence[UUID], now: datetime, job: str
) -> tuple[int, int]:
    """Write each patient's row in a transaction of its own; how many it was, how many failed."""

    def refresh(patient_id: UUID) -> None:
        with services.sessions.begin() as session:
            caseload.rewrite(session, services.catalogue, hold(session, patient_id), now)

    return each(patient_ids, refresh, job=job)
