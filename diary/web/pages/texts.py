"""Texts that wait for a person."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from diary.services import strangers
from diary.web.pages.show import show
from diary.web.present.texts import waiting_texts
from diary.web.site import Visit


def unknown(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        page = waiting_texts(session, visit)
        patients = strangers.patients_among(session, [text.text_id for text in page.texts])
    for patient in patients:
        visit.note_read("read texts", patient)
    return show(visit, "unknown_texts.html", page, "texts")


def done(visit: Visit, text_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        message, patient = visit.inbound(session, text_id)
        strangers.mark_read(session, message, patient, visit.practitioner.id, visit.now)
    return redirect(url_for("texts.unknown"), 303)
