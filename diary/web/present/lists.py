"""Today and the patient list."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from babel.dates import format_date
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.services import alerts, costs, lists, people_search
from diary.services.alert_desk import by_urgency
from diary.services.sending_notices import sending_notices
from diary.store.alerts import SafetyAlert
from diary.web.present.frame import speaker_for
from diary.web.present.rows import attention_of, call, patient_row
from diary.web.screens.caseload import Figure, PatientList, Today
from diary.web.screens.status import Status
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.sending import say_sending_trouble
from diary.web.wording.speaker import percent, tenths

PAGE = 50
_WEEK = timedelta(days=7)


def today(session: Session, visit: Visit) -> Today:
    speaker = speaker_for(visit)
    local = visit.now.astimezone(speaker.zone)
    midnight = datetime.combine(local.date(), time(), tzinfo=speaker.zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=speaker.zone)
    to_open = _alerts_to_open(session, visit)
    stand = lists.count_by_attention(session, visit.clinic.id)
    planned_today, planned_soon = lists.planned_between(
        session,
        visit.clinic.id,
        (midnight.astimezone(UTC), tomorrow.astimezone(UTC)),
        (visit.now, visit.now + _WEEK),
    )
    return Today(
        date=format_date(local, "EEEE d MMMM", locale=speaker.language),
        time=f"{local:%H:%M}",
        followed=sum(stand.values()),
        planned_today=planned_today,
        calls=tuple(
            call(listed, speaker, to_open)
            for listed in lists.to_call(session, visit.clinic.id, to_open)
        ),
        facts=_facts(session, visit, stand, planned_soon),
        notices=tuple(
            say_sending_trouble(notice, speaker)
            for notice in sending_notices(session, visit.clinic, visit.now)
        ),
    )


def _facts(
    session: Session, visit: Visit, stand: Mapping[str, int], planned: int
) -> tuple[Figure, ...]:
    """The clinic in a few numbers; none while it has no patients."""
    if not stand:
        return ()
    answered, asked = lists.answered_lately(session, visit.clinic.id)
    texting = lists.count_by_texting(session, visit.clinic.id)
    return (
        Figure(
            _("Check-ins answered"),
            percent(answered / asked) if asked else "",
            small=_("of %(asked)s in 4 weeks", asked=asked) if asked else _("none asked yet"),
        ),
        _cost(session, visit),
        Figure(_("Infusions planned"), str(planned), small=_("in the next 7 days")),
        Figure(
            _("Better"),
            str(stand.get(Status.BETTER, 0)),
            small=_("reliably, and nobody has to call"),
        ),
        Figure(
            _("Not joined yet"), str(texting.get(Texting.INVITED, 0)), small=_("invited by text")
        ),
        Figure(_("Opted out"), str(texting.get(Texting.STOPPED, 0)), small=_("nothing is sent")),
    )


def _cost(session: Session, visit: Visit) -> Figure:
    found = costs.check_in_costs(session, visit.clinic.id, visit.now - _WEEK, visit.now)
    each = found.segments_each
    price = visit.site.services.settings.segment_price_usd
    return Figure(
        _("SMS segments a completed check-in"),
        "" if each is None else tenths(each),
        small=_("no daily check-in completed this week")
        if each is None
        else _("daily, 7 days, about $%(cost)s", cost=f"{each * price:.3f}"),
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
