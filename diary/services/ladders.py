"""The clinic's on-call ladder: who stands on it, in the order of paging."""

from collections.abc import Sequence
from datetime import time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.services.enrolment import e164
from diary.services.fields import InvalidFieldsError
from diary.store.oncall import OnCall
from diary.store.people import Organization, Patient, Practitioner
from diary.store.sealing import blind_index

LONGEST_WAIT_MINUTES = 240


def add_rung(
    session: Session,
    clinic: Organization,
    *,
    sign_in_name: str,
    phone: str,
    position: int,
    wait_minutes: int,
    from_local: time,
    until_local: time,
    weekdays: Sequence[int],
) -> OnCall:
    """Put somebody on the ladder; ``InvalidFieldsError`` names what cannot be."""
    errors: dict[str, str] = {}
    practitioner = session.scalars(
        select(Practitioner).where(
            Practitioner.organization_id == clinic.id,
            Practitioner.sign_in_name == sign_in_name.strip().casefold(),
        )
    ).first()
    number = e164(phone, clinic.sender)
    if practitioner is None:
        errors["sign_in_name"] = "sign_in_name"
    if number is None:
        errors["phone"] = "phone"
    if not 1 <= wait_minutes <= LONGEST_WAIT_MINUTES:
        errors["wait_minutes"] = "wait"
    if errors or practitioner is None or number is None:
        raise InvalidFieldsError(errors)
    index = blind_index(session, number)
    if number == clinic.sender:
        raise InvalidFieldsError({"phone": "phone_is_clinic"})
    if _is_patients(session, clinic, index):
        # Their texts are a patient's: "OK" would never be taken for an acknowledgement.
        raise InvalidFieldsError({"phone": "phone_is_patient"})
    for other in session.scalars(
        select(OnCall).where(
            OnCall.organization_id == clinic.id,
            or_(OnCall.position == position, OnCall.phone_index == index),
        )
    ):
        code = "position" if other.position == position else "phone_taken"
        raise InvalidFieldsError({"position" if code == "position" else "phone": code})
    rung = OnCall(
        organization_id=clinic.id,
        practitioner_id=practitioner.id,
        position=position,
        phone=number,
        phone_index=index,
        wait_minutes=wait_minutes,
        from_local=from_local,
        until_local=until_local,
        weekdays=list(weekdays),
    )
    session.add(rung)
    return rung


def remove_rung(session: Session, clinic: Organization, position: int) -> bool:
    """Take whoever stands there off the ladder; ``False`` if nobody does. Pages stay on record."""
    found = session.scalars(
        select(OnCall).where(OnCall.organization_id == clinic.id, OnCall.position == position)
    ).first()
    if found is None:
        return False
    session.delete(found)
    return True


def rungs(session: Session, clinic: Organization) -> Sequence[tuple[OnCall, str]]:
    """The ladder from the first to the last, each with the person's name."""
    rows = session.execute(
        select(OnCall, Practitioner)
        .join(Practitioner, Practitioner.id == OnCall.practitioner_id)
        .where(OnCall.organization_id == clinic.id)
        .order_by(OnCall.position)
    )
    return [(rung, practitioner.display_name) for rung, practitioner in rows]


def _is_patients(session: Session, clinic: Organization, phone_index: bytes) -> bool:
    found = session.scalars(
        select(Patient.id).where(
            Patient.organization_id == clinic.id, Patient.phone_index == phone_index
        )
    )
    return found.first() is not None
