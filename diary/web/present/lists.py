"""Today and the patient list."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from babel.dates import format_date
from sqlalchemy.orm import Session

from diary.services import alerts, lists, people_search
from diary.services.alert_desk import by_urgency
from diary.store.alerts import SafetyAlert
from diary.web.present.frame import speaker_for
from diary.web.present.rows import attention_of, call, patient_row
from diary.web.screens.caseload import PatientList, Today
from diary.web.site import Visit

PAGE = 50


def today(session: Session, visit: Visit) -> Today:
    speaker = speaker_for(visit)
    local = visit.now.astimezone(speaker.zone)
    midnight = datetime.combine(local.date(), time(), tzinfo=speaker.zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=speaker.zone)
    to_open = _alerts_to_open(session, visit)
    return Today(
        date=format_date(local, "EEEE d MMMM", locale=speaker.language),
        time=f"{local:%H:%M}",
        followed=lists.count_all(session, visit.clinic.id),
        planned_today=lists.planned_between(
            session, visit.clinic.id, midnight.astimezone(UTC), tomorrow.astimezone(UTC)
        ),
        calls=tuple(
            call(listed, speaker, to_open)
            for listed in lists.to_call(session, visit.clinic.id, to_open)
        ),
    )


def patient_list(
    session: Session, visit: Visit, *, search: str, status: str, page: int
) -> PatientList:
    """One page of the patients whose names match and who stand as ``status`` says."""
    attention = attention_of(status)
    among = people_search.find_by_name(session, visit.clinic.id, search) if search else None
    wanted = max(1, page)
    for number in (wanted, 1):
        rows, total = lists.page_of(
            session,
            visit.clinic.id,
            attention=attention or "",
            among=among,
            first=(number - 1) * PAGE,
            size=PAGE,
        )
        wanted = number
        if rows:
            break
    speaker = speaker_for(visit)
    return PatientList(
        rows=tuple(patient_row(listed, speaker) for listed in rows),
        total=total,
        enrolled=lists.count_all(session, visit.clinic.id),
        search=search,
        status=status if attention else "",
        page=wanted,
        pages=max(1, -(-total // PAGE)),
    )


def _alerts_to_open(session: Session, visit: Visit) -> dict[UUID, SafetyAlert]:
    """Each patient's alert to open first."""
    found: dict[UUID, SafetyAlert] = {}
    for alert in sorted(alerts.unresolved(session, visit.clinic.id), key=by_urgency):
        if alert.patient_id:
            found.setdefault(alert.patient_id, alert)
    return found
