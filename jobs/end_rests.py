"""Whose call counts no longer comes back to the list."""

from diary.bootstrap import Services
from diary.services import caseload
from jobs.refresh_rows import refresh_rows


def end_rests(services: Services) -> dict[str, int]:
    """Write the rows anew of which a rest is over."""
    now = services.clock()
    with services.readers() as session:
        rested = caseload.rested(session, now)
    brought, failed = refresh_rows(services, rested, now, "end_rests")
    return {"brought_back": brought, "failed": failed}
