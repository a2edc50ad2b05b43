"""Today and the patient list."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.services import alert_desk, followed_up, lists, people_search
from diary.services.alert_desk import by_urgency
from diary.services.clinic_figures import ClinicFigures, figures_of, standing_of
from diary.services.costs import Costs
from diary.services.glance import Glance
from diary.services.lists import ListOrder
from diary.services.sending_notices import sending_notices
from diary.store.alerts import SafetyAlert
from diary.web.present.frame import speaker_for
from diary.web.present.rows import attention_of, call, called_row, callers, patient_row
from diary.web.screens.caseload import Figure, PatientList, Today
from diary.web.screens.status import Status
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.sending import say_sending_trouble
from diary.web.wording.speaker import number, percent, tenths, thousandths

PAGE = 50


def today(session: Session, visit: Visit, glance: Glance) -> Today:
    speaker = speaker_for(visit)
    local = visit.now.astimezone(speaker.zone)
    to_open = _alerts_to_open(glance.unresolved)
    figures = figures_of(session, visit.clinic, glance, visit.now)
    calls = lists.to_call(session, visit.clinic.id, to_open)
    shown = [to_open[each.patient_id] for each in calls if each.patient_id in to_open]
    answers = followed_up.behind_each(session, visit.catalogue, shown)
    called = lists.called(session, visit.clinic.id)
    names = alert_desk.names(session, callers([*calls, *called]))
    return Today(
        date=speaker.day(visit.now),
        time=f"{local:%H:%M}",
        followed=figures.followed,
        planned_today=figures.planned_today,
        calls=tuple(call(listed, speaker, to_open, answers, names) for listed in calls),
        called=tuple(called_row(listed, speaker, names) for listed in called),
        facts=_facts(visit, figures),
        counted=speaker.moment(figures.counted_at) if figures.counted_at else None,
        notices=tuple(
            say_sending_trouble(notice, speaker)
            for notice in sending_notices(visit.clinic, glance, visit.now)
        ),
    )


def _facts(visit: Visit, figures: ClinicFigures) -> tuple[Figure, ...]:
    """The clinic in a few numbers; none while it has no patients."""
    if not figures.followed:
        return ()
    asked = figures.asked
    return (
        Figure(
            _("Check-ins answered"),
            percent(figures.answered / asked) if asked else "",
            small=_("of %(asked)s in 4 weeks", asked=number(asked))
            if asked
            else _("none asked yet"),
        ),
        _cost(visit, figures.costs),
        Figure(_("Infusions planned"), number(figures.planned_soon), small=_("in the next 7 days")),
        Figure(
            _("Better"),
            number(figures.standing.get(Status.BETTER, 0)),
            small=_("reliably, and nobody has to call"),
        ),
        Figure(
            _("Not joined yet"),
            number(figures.texting.get(Texting.INVITED, 0)),
            small=_("invited by text"),
        ),
        Figure(
            _("Opted out"),
            number(figures.texting.get(Texting.STOPPED, 0)),
            small=_("nothing is sent"),
        ),
    )


def _cost(visit: Visit, found: Costs) -> Figure:
    each = found.segments_each
    price = visit.site.services.settings.segment_price_usd
    return Figure(
        _("SMS segments a completed check-in"),
        "" if each is None else tenths(each),
        small=_("no daily check-in completed this week")
        if each is None
        else _("daily, 7 days, about $%(cost)s", cost=thousandths(each * price)),
    )


def patient_list(
    session: Session,
    visit: Visit,
    glance: Glance,
    *,
    search: str,
    status: str,
    order: str,
    page: int,
) -> PatientList:
    """One page of the patients whose names match and who stand as ``status`` says."""
    clinic_id = visit.clinic.id
    attention = attention_of(status) or ""
    by = ListOrder(order) if order in list(ListOrder) else ListOrder.NEED
    among = people_search.find_by_name(session, clinic_id, search) if search else None
    standing = standing_of(session, clinic_id, glance)
    enrolled = sum(standing.values())
    if among is None:
        total = standing.get(attention, 0) if attention else enrolled
    elif attention:
        total = lists.count_among(session, clinic_id, attention, among)
    else:
        total = len(among)
    wanted = max(1, page)
    for shown in dict.fromkeys((wanted, 1)):
        rows = lists.page_of(
            session,
            clinic_id,
            attention=attention,
            among=among,
            order=by,
            first=(shown - 1) * PAGE,
            size=PAGE,
        )
        wanted = shown
        if rows:
            break
    speaker = speaker_for(visit)
    names = alert_desk.names(session, callers(rows))
    return PatientList(
        rows=tuple(patient_row(listed, speaker, names) for listed in rows),
        standing=tuple(
            (each, number(count))
            for each in Status
            if (count := standing.get(attention_of(each) or "", 0)) or each == status
        ),
        total=total,
        enrolled=enrolled,
        search=search,
        status=status if attention else "",
        order=by,
        page=wanted,
        pages=max(1, -(-total // PAGE)),
        is_cut=among is not None and len(among) == people_search.MOST_MATCHES,
    )


def _alerts_to_open(unresolved: Sequence[SafetyAlert]) -> dict[UUID, SafetyAlert]:
    """Each patient's alert to open first."""
    found: dict[UUID, SafetyAlert] = {}
    for alert in sorted(unresolved, key=by_urgency):
        if alert.patient_id:
            found.setdefault(alert.patient_id, alert)
    return found
