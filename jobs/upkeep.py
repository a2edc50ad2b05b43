"""What has to be done now and then: plans laid out, rows refreshed, what was left open closed."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import (
    caseload,
    device_tokens,
    laying_out,
    left_open,
    push_subscriptions,
    sign_in_codes,
    staff,
)
from diary.store.people import Patient
from jobs.claims import each
from jobs.refresh_rows import refresh_rows


def upkeep(services: Services) -> dict[str, int]:
    """Lay open-ended plans out further, refresh old rows of the list, forget old sessions."""
    now = services.clock()
    with services.readers() as session:
        to_lay_out = laying_out.patients_to_lay_out(session, now)
        outdated = caseload.outdated(session, now)
        open_and_over = left_open.patients(session, now)

    def lay_out(patient_id: UUID) -> None:
        with services.sessions.begin() as session:
            patient = session.get_one(Patient, patient_id)
            laying_out.lay_out(session, services.catalogue, patient, now)

    def close(patient_id: UUID) -> None:
        with services.sessions.begin() as session:
            left_open.close(session, services.catalogue, patient_id, now)

    laid_out, failed = each(to_lay_out, lay_out, job="upkeep")
    closed, failed_to_close = each(open_and_over, close, job="upkeep")
    refreshed, failed_rows = refresh_rows(services, outdated, now, "upkeep")
    with services.sessions.begin() as session:
        forgotten = staff.forget_old_sessions(session, now)
        sign_in_codes.forget_old_requests(session, now)
        device_tokens.forget_old_tokens(session, now)
        push_subscriptions.forget_ended(session)
    return {
        "laid_out": laid_out,
        "left_open": closed,
        "refreshed": refreshed,
        "sessions": forgotten,
        "failed": failed + failed_to_close + failed_rows,
    }
