"""The clinic's on-call ladder: who stands on it, in the order of paging."""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.ladder import Rung
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
            Practitioner.ended_at.is_(None),
        )
    ).first()
    if practitioner is None:
        errors["sign_in_name"] = "sign_in_name"
    number, index = _read_number(session, clinic, phone, wait_minutes, None, errors)
    taken = session.scalars(
        select(OnCall.id).where(OnCall.organization_id == clinic.id, OnCall.position == position)
    )
    if taken.first():
        errors["position"] = "position"
    if errors or practitioner is None:
        raise InvalidFieldsError(errors)
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


def change_rung(
    session: Session,
    clinic: Organization,
    rung: OnCall,
    *,
    phone: str,
    wait_minutes: int,
    from_local: time,
    until_local: time,
    weekdays: Sequence[int],
) -> None:
    """Page the same person otherwise; ``InvalidFieldsError`` names what cannot be."""
    errors: dict[str, str] = {}
    number, index = _read_number(session, clinic, phone, wait_minutes, rung, errors)
    if errors:
        raise InvalidFieldsError(errors)
    rung.phone, rung.phone_index, rung.wait_minutes = number, index, wait_minutes
    rung.from_local, rung.until_local, rung.weekdays = from_local, until_local, list(weekdays)


def remove_rung(session: Session, clinic: Organization, position: int) -> bool:
    """Take whoever stands there off the ladder; ``False`` if nobody does. Pages stay on record.

    ``InvalidFieldsError`` for the last one: a ladder that has somebody is never emptied.
    """
    # Held, so that two people who each take another one off cannot leave nobody.
    session.get_one(Organization, clinic.id, with_for_update=True, populate_existing=True)
    standing = session.scalars(select(OnCall).where(OnCall.organization_id == clinic.id)).all()
    found = next((rung for rung in standing if rung.position == position), None)
    if found is None:
        return False
    if len(standing) == 1:
        raise InvalidFieldsError({"": "last_rung"})
    session.delete(found)
    return True


def raise_rung(session: Session, clinic: Organization, rung: OnCall) -> bool:
    """Page them before whoever is paged before them; ``False`` if they are first."""
    before = session.scalars(
        select(OnCall)
        .where(OnCall.organization_id == clinic.id, OnCall.position < rung.position)
        .order_by(OnCall.position.desc())
    ).first()
    if before is None:
        return False
    mine, theirs = rung.position, before.position
    rung.position = -mine  # no two may stand at one position, not even for a moment
    session.flush()
    before.position = mine
    session.flush()
    rung.position = theirs
    session.flush()
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


def rung_of(person: OnCall) -> Rung:
    """The place on the ladder as the domain knows it."""
    return Rung(
        person.position,
        timedelta(minutes=person.wait_minutes),
        person.from_local,
        person.until_local,
        frozenset(person.weekdays),
    )


def _read_number(
    session: Session,
    clinic: Organization,
    phone: str,
    wait_minutes: int,
    rung: OnCall | None,
    errors: dict[str, str],
) -> tuple[str, bytes]:
    """Where to page, and its index; ``rung`` is the one that may have this number already."""
    if not 1 <= wait_minutes <= LONGEST_WAIT_MINUTES:
        errors["wait_minutes"] = "wait"
    number = e164(phone, clinic.sender)
    if number is None:
        errors["phone"] = "phone"
        return "", b""
    index = blind_index(session, number)
    others = select(OnCall.id).where(
        OnCall.organization_id == clinic.id, OnCall.phone_index == index
    )
    if rung is not None:
        others = others.where(OnCall.id != rung.id)
    if number == clinic.sender:
        errors["phone"] = "phone_is_clinic"
    elif _is_patients(session, clinic, index):
        # Their texts are a patient's: "OK" would never be taken for an acknowledgement.
        errors["phone"] = "phone_is_patient"
    elif session.scalars(others).first():
        errors["phone"] = "phone_taken"
    return number, index


def _is_patients(session: Session, clinic: Organization, phone_index: bytes) -> bool:
    found = session.scalars(
        select(Patient.id).where(
            Patient.organization_id == clinic.id, Patient.phone_index == phone_index
        )
    )
    return found.first() is not None
