"""Alerts: the list, and one with its history."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from diary.services import alert_desk, alerts, app_refused, followed_up, handing_over
from diary.services.alert_desk import Around
from diary.services.alerts import OUTCOMES
from diary.services.followed_up import ItemAnswer
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.web.present.frame import speaker_for
from diary.web.present.patient import say_phone
from diary.web.present.why import say_found
from diary.web.screens.alerts import AlertEvent, AlertList, AlertPage, AlertRow, AlertState
from diary.web.screens.forms import Choice, Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.alerts import say_outcome, say_severity
from diary.web.wording.speaker import Speaker


def alert_list(session: Session, visit: Visit) -> AlertList:
    unresolved = alerts.unresolved(session, visit.clinic.id)
    resolved = alert_desk.lately_resolved(session, visit.clinic.id)
    around = alert_desk.around(session, [*unresolved, *resolved])
    answers = followed_up.behind_each(session, visit.catalogue, [*unresolved, *resolved])
    speaker = speaker_for(visit)

    def rows(listed: Sequence[SafetyAlert], status: AlertStatus) -> tuple[AlertRow, ...]:
        return tuple(_row(a, answers, around, speaker) for a in listed if a.status is status)

    return AlertList(
        open=rows(unresolved, AlertStatus.OPEN),
        acknowledged=rows(unresolved, AlertStatus.ACKNOWLEDGED),
        resolved=rows(resolved, AlertStatus.RESOLVED),
    )


def alert_page(
    session: Session,
    visit: Visit,
    alert: SafetyAlert,
    form: Form,
    handover: Form,
    takeover: Form,
) -> AlertPage:
    around = alert_desk.around(session, [alert])
    speaker = speaker_for(visit)
    patient = around.patients.get(alert.patient_id) if alert.patient_id else None
    text = around.texts.get(alert.inbound_id) if alert.inbound_id else None
    return AlertPage(
        alert_id=alert.id,
        number=alert.number,
        state=AlertState(alert.status.value),
        name=_name(alert, around),
        patient_id=alert.patient_id,
        why=say_found(alert, followed_up.behind_each(session, visit.catalogue, [alert]), speaker),
        moment=speaker.moment(alert.opened_at),
        rule=alert.rule,
        form=form,
        outcomes=tuple(Choice(code, say_outcome(code)) for code in OUTCOMES),
        handover=handover,
        colleagues=_colleagues(session, visit, alert),
        takeover=takeover,
        holder=_other_holder(visit, alert, around),
        stands=_stands(alert, around, speaker),
        said=text.body if text else "",
        said_at=speaker.moment(text.received_at) if text else None,
        origin=_origin(alert),
        severity=say_severity(alert.tier),
        phone=patient.phone if patient else text.sender if text else "",
        history=tuple(_history(alert, around, speaker)),
    )


def _row(
    alert: SafetyAlert, answers: Mapping[UUID, ItemAnswer], around: Around, speaker: Speaker
) -> AlertRow:
    return AlertRow(
        alert_id=alert.id,
        number=alert.number,
        state=AlertState(alert.status.value),
        name=_name(alert, around),
        patient_id=alert.patient_id,
        why=say_found(alert, answers, speaker),
        moment=speaker.moment(alert.opened_at),
        ladder=_stands(alert, around, speaker),
    )


def _stands(alert: SafetyAlert, around: Around, speaker: Speaker) -> str:
    match alert.status:
        case AlertStatus.OPEN:
            return " ".join(_waits(alert, around, speaker))
        case AlertStatus.ACKNOWLEDGED:
            return _(
                "Held by %(who)s, taken %(when)s.",
                who=around.staff.get(alert.acknowledged_by_id, "")
                if alert.acknowledged_by_id
                else "",
                when=speaker.moment(alert.acknowledged_at or alert.opened_at).text,
            )
        case AlertStatus.RESOLVED:
            return say_outcome(alert.outcome or "")


def _waits(alert: SafetyAlert, around: Around, speaker: Speaker) -> Iterator[str]:
    if alert.escalated_at:
        yield _("Answered not safe or not sure, or not at all.")
    if handed := around.waits_for(alert):
        yield _(
            "%(giver)s handed it over to %(taker)s %(when)s.",
            giver=around.staff.get(handed.from_id, ""),
            taker=around.staff.get(handed.to_id, ""),
            when=speaker.moment(handed.handed_at).text,
        )
    pages = around.pages.get(alert.id)
    if pages and (handed is None or pages[-1].at >= handed.handed_at):
        yield _(
            "Nobody has taken it. %(who)s was paged %(when)s.",
            who=around.staff.get(pages[-1].practitioner_id, ""),
            when=speaker.moment(pages[-1].at).text,
        )
    else:
        yield _("Nobody has taken it.")


def _history(alert: SafetyAlert, around: Around, speaker: Speaker) -> list[AlertEvent]:
    def who(practitioner_id: object) -> str:
        return next((n for i, n in around.staff.items() if i == practitioner_id), "")

    events = [AlertEvent(speaker.moment(alert.opened_at), _("Opened"))]
    events += [
        AlertEvent(speaker.moment(page.at), _("Paged"), who(page.practitioner_id))
        for page in around.pages.get(alert.id, ())
    ]
    handovers = around.handovers.get(alert.id, ())
    # Taking over is taking: it is told once.
    taken_over = {(each.to_id, each.handed_at) for each in handovers if each.is_taken_over}
    for handover in handovers:
        if (handover.from_id, handover.taken_at) not in taken_over:
            taken = AlertEvent(speaker.moment(handover.taken_at), _("Taken"), who(handover.from_id))
            events.append(taken)
        if handover.is_taken_over:
            doer, said = handover.to_id, _("Taken over from %(who)s", who=who(handover.from_id))
        else:
            doer, said = handover.from_id, _("Handed over to %(who)s", who=who(handover.to_id))
        events.append(
            AlertEvent(
                speaker.moment(handover.handed_at),
                ": ".join(part for part in (said, handover.note) if part),
                who(doer),
            )
        )
    if alert.escalated_at:
        said = _("Answered not safe or not sure, or did not answer in time")
        events.append(AlertEvent(speaker.moment(alert.escalated_at), said))
    holder_id, held_at = alert.acknowledged_by_id, alert.acknowledged_at
    if held_at and (holder_id, held_at) not in taken_over:
        events.append(AlertEvent(speaker.moment(held_at), _("Taken"), who(holder_id)))
    if alert.resolved_at:
        how = " ".join(p for p in (say_outcome(alert.outcome or "") + ".", alert.resolution) if p)
        events.append(AlertEvent(speaker.moment(alert.resolved_at), how, who(alert.resolved_by_id)))
    return sorted(events, key=lambda event: event.moment.at)


def _origin(alert: SafetyAlert) -> str:
    if app_refused.is_of_refused(alert):
        return _("Phone app. It could not be kept as an entry: ask what was written.")
    return _("Phone app") if app_refused.is_of_app(alert) else ""


def _colleagues(session: Session, visit: Visit, alert: SafetyAlert) -> tuple[Choice, ...]:
    is_held = alert.status is AlertStatus.ACKNOWLEDGED
    if not is_held or alert.acknowledged_by_id != visit.practitioner.id:
        return ()
    return tuple(
        Choice(each.sign_in_name, each.display_name)
        for each in handing_over.colleagues(session, visit.practitioner)
    )


def _other_holder(visit: Visit, alert: SafetyAlert, around: Around) -> str:
    held_by = alert.acknowledged_by_id if alert.status is AlertStatus.ACKNOWLEDGED else None
    return around.staff.get(held_by, "") if held_by and held_by != visit.practitioner.id else ""


def _name(alert: SafetyAlert, around: Around) -> str:
    """The patient's name; of a stranger the number."""
    if alert.patient_id and (patient := around.patients.get(alert.patient_id)):
        return patient.name
    text = around.texts.get(alert.inbound_id) if alert.inbound_id else None
    return say_phone(text.sender) if text else _("Unknown number")
