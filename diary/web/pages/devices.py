"""Signing a patient's phone out, for a patient who lost it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from diary.services import audit, devices
from diary.store.devices import DeviceEnd
from diary.web.site import Visit
from diary.web.translation import gettext as _


def end(visit: Visit, patient_id: UUID, device_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        patient = visit.patient(session, patient_id)
        device = devices.device_of(session, patient, device_id)
        if device is None:
            raise NotFound
        devices.end(device, DeviceEnd.STAFF, visit.now)
        audit.record(
            session,
            "end device",
            patient,
            visit.now,
            practitioner_id=visit.practitioner.id,
            subject_id=device.id,
        )
    flash(_("The phone is signed out."), "success")
    return redirect(url_for("patients.show", patient_id=patient_id), 303)
