"""Give up early what a number's pace will not let out in time, so that the rest is in time."""

from uuid import UUID

import structlog

from diary.bootstrap import Services
from diary.services import backlog
from jobs.claims import each

CHUNK = 500
"""Texts a transaction: the number's own lane is held for that long."""
_log = structlog.get_logger("jobs")


def thin_backlog(services: Services) -> dict[str, int]:
    """Measure every pile against its number's pace."""
    now = services.clock()
    skipped = 0
    with services.readers() as session:
        behind = backlog.clinics_behind(session, now)

    def thin(clinic_id: UUID) -> None:
        nonlocal skipped
        with services.readers() as session:
            texts = backlog.too_late(session, clinic_id, now)
        given_up = 0
        for first in range(0, len(texts), CHUNK):
            with services.sessions.begin() as session:
                given_up += backlog.give_up(session, clinic_id, texts[first : first + CHUNK], now)
        if given_up:
            skipped += given_up
            _log.warning("backlog_skipped", clinic=str(clinic_id), texts=given_up)

    _, failed = each(behind, thin, job="thin_backlog")
    return {"texts": skipped, "failed": failed}
