"""The patient's own particulars."""

from collections.abc import Sequence
from datetime import time

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from diary.services.own_settings import change_settings
from diary.store.people import Consent, Patient
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.saying import say_me
from diary.web.api.schemas import me as schemas


def show(call: Call) -> Reply:
    with call.reading("read settings") as session:
        return Reply(whole_me(call, session, call.patient))


def change(call: Call, body: schemas.MeChange) -> Reply:
    changes = body.model_dump(exclude_unset=True)
    if "preferred_local" in changes:
        changes["preferred_local"] = time.fromisoformat(changes["preferred_local"])
    with call.writing() as session:
        patient = change_settings(session, call.catalogue, call.patient, changes, call.now)
        return Reply(whole_me(call, session, patient))


def whole_me(call: Call, session: Session, patient: Patient) -> schemas.Me:
    return say_me(patient, call.clinic, _consents(session, patient), call.now)


def _consents(session: Session, patient: Patient) -> Sequence[Consent]:
    return session.scalars(_CONSENTS, {"patient_id": patient.id}).all()


# Phones ask for this whenever they come: it is put together once.
_CONSENTS = (
    select(Consent)
    .where(Consent.patient_id == bindparam("patient_id"))
    .order_by(Consent.recorded_at, Consent.id)
)
