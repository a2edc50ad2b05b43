"""The demo's phones, as the phones themselves show them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import lists
from diary.services.moved_clock import Happened
from diary.store.people import Patient
from diary.web.demo_stage import DemoStage, PhoneText
from diary.web.present.frame import speaker_for
from diary.web.present.patient import say_phone
from diary.web.present.thread import by_day
from diary.web.screens.forms import Form
from diary.web.screens.patient import Delivery, Text
from diary.web.screens.phones import Phone, PhoneRow, Phones
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.speaker import Speaker


def phones_page(session: Session, visit: Visit, stage: DemoStage) -> Phones:
    patients = session.scalars(
        select(Patient)
        .where(Patient.organization_id == visit.clinic.id)
        .order_by(Patient.enrolled_at, Patient.id)
    ).all()
    speaker = speaker_for(visit)
    asked = lists.asked_now(session, visit.clinic.id)
    return Phones(tuple(_row(each, stage, speaker, asked=each.id in asked) for each in patients))


def phone_page(visit: Visit, stage: DemoStage, patient: Patient, form: Form) -> Phone:
    speaker = speaker_for(visit, patient.timezone)
    local = stage.now().astimezone(speaker.zone)
    return Phone(
        patient_id=patient.id,
        name=patient.name,
        story=stage.story(patient.id),
        number=say_phone(patient.phone),
        clinic_number=say_phone(visit.clinic.sender),
        local_time=f"{local:%H:%M}",
        local_date=speaker.day(local),
        autopilot=stage.autopilot(patient.id),
        form=form,
        thread=by_day((_text(t, speaker) for t in stage.phone_texts(patient.id)), speaker),
    )


def say_happened(what: Happened) -> str:
    """What happened while the clock moved, for the bar that it was moved in."""
    parts = [
        (what.sent, ngettext("%(num)s text sent", "%(num)s texts sent", what.sent)),
        (what.received, ngettext("%(num)s came in", "%(num)s came in", what.received)),
        (what.alerts, ngettext("%(num)s alert opened", "%(num)s alerts opened", what.alerts)),
        (what.pages, ngettext("%(num)s page to staff", "%(num)s pages to staff", what.pages)),
    ]
    return ", ".join(words for number, words in parts if number) or _("no texts meanwhile")


def _row(patient: Patient, stage: DemoStage, speaker: Speaker, *, asked: bool) -> PhoneRow:
    texts = stage.phone_texts(patient.id)
    last = texts[-1] if texts else None
    return PhoneRow(
        patient_id=patient.id,
        name=patient.name,
        story=stage.story(patient.id),
        autopilot=stage.autopilot(patient.id),
        last=last.body if last else "",
        last_at=speaker.moment(last.at) if last else None,
        waiting=asked,
    )


def _text(text: PhoneText, speaker: Speaker) -> Text:
    return Text(
        body=text.body,
        moment=speaker.moment(text.at),
        from_patient=text.from_patient,
        delivery=Delivery.RECEIVED if text.from_patient else Delivery.DELIVERED,
    )
