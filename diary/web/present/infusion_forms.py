"""The forms for infusions, as they are first shown."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import chart
from diary.store.care import Infusion, InfusionStatus, Route
from diary.store.people import Patient
from diary.web.present.frame import speaker_for
from diary.web.present.timeline import say_dose
from diary.web.screens.forms import Choice, Form
from diary.web.screens.infusion import InfusionCancel, InfusionForm, InfusionTask
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.alerts import say_route

FIELDS = ("date", "start", "end", "dose_mg", "weight_kg", "route", "note")


def infusion_form(
    session: Session,
    visit: Visit,
    patient: Patient,
    task: InfusionTask,
    form: Form,
    infusion: Infusion | None = None,
) -> InfusionForm:
    """One task's form; ``infusion`` is the one corrected, or the planned one that was given."""
    speaker = speaker_for(visit)
    last = _last_given(session, patient)
    usual = ""
    if last:
        usual = _(
            "%(dose)s on %(day)s", dose=say_dose(last), day=speaker.short_day(last.started_at)
        )
    corrected = infusion if task is InfusionTask.CORRECT else None
    return InfusionForm(
        task=task,
        patient_id=patient.id,
        patient_name=patient.name,
        form=form,
        routes=tuple(Choice(route.value, say_route(route)) for route in Route),
        zone=visit.clinic.timezone,
        infusion_id=infusion.id if infusion else None,
        usual=usual,
        is_planned=_is_planned(task, infusion),
        sent_already=chart.count_prompts(session, corrected, sent=True) if corrected else 0,
    )


def first_values(
    session: Session, visit: Visit, patient: Patient, task: InfusionTask, infusion: Infusion | None
) -> dict[str, str]:
    """What a form begins with: the infusion itself, or what is likely. Never a dose."""
    zone = ZoneInfo(visit.clinic.timezone)
    if infusion is None:
        last = _last_given(session, patient)
        ahead = timedelta(days=task is InfusionTask.PLAN)
        return {
            "date": f"{(visit.now + ahead).astimezone(zone):%Y-%m-%d}",
            "weight_kg": f"{last.weight_kg:g}" if last and last.weight_kg else "",
            "route": (last and last.route) or Route.INTRAVENOUS,
        }
    started = infusion.started_at.astimezone(zone)
    ended = infusion.ended_at.astimezone(zone) if infusion.ended_at else None
    return {
        "date": f"{started:%Y-%m-%d}",
        "start": f"{started:%H:%M}",
        "end": f"{ended:%H:%M}" if ended else "",
        "dose_mg": f"{infusion.dose_mg:g}" if infusion.dose_mg else "",
        "weight_kg": f"{infusion.weight_kg:g}" if infusion.weight_kg else "",
        "route": infusion.route or Route.INTRAVENOUS,
        "note": infusion.note,
    }


def infusion_cancel(
    session: Session, visit: Visit, infusion: Infusion, patient: Patient, form: Form
) -> InfusionCancel:
    return InfusionCancel(
        infusion_id=infusion.id,
        patient_id=patient.id,
        patient_name=patient.name,
        form=form,
        moment=speaker_for(visit).moment(infusion.started_at),
        what=say_dose(infusion) or _("Planned infusion"),
        withdrawn=chart.count_prompts(session, infusion, sent=False),
    )


def _is_planned(task: InfusionTask, infusion: Infusion | None) -> bool:
    if task is InfusionTask.CORRECT and infusion:
        return infusion.status is InfusionStatus.PLANNED
    return task is InfusionTask.PLAN


def _last_given(session: Session, patient: Patient) -> Infusion | None:
    newest_first = session.scalars(
        select(Infusion)
        .where(Infusion.patient_id == patient.id)
        .order_by(Infusion.started_at.desc())
    ).all()
    return chart.last_given(newest_first)
