"""Turning a device's notifications on and off."""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diary.services.fields import InvalidFieldsError
from diary.services.push_addresses import is_trusted
from diary.store.devices import Device
from diary.store.push import PushSubscription

POINT_BYTES = 65
"""An uncompressed point of P-256."""
SECRET_BYTES = 16


def subscription_of(session: Session, device: Device) -> PushSubscription | None:
    return session.scalars(
        select(PushSubscription).where(PushSubscription.device_id == device.id)
    ).first()


def live_subscriptions(session: Session, patient_id: UUID) -> Sequence[PushSubscription]:
    """Of every device of the patient's that is signed in."""
    return session.scalars(
        select(PushSubscription)
        .join(Device, Device.id == PushSubscription.device_id)
        .where(Device.patient_id == patient_id, Device.ended_at.is_(None))
        .order_by(PushSubscription.id)
    ).all()


def subscribe(
    session: Session,
    device: Device,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    hosts: Sequence[str],
    now: datetime,
) -> PushSubscription:
    """Send this device's notifications there from now on; ``InvalidFieldsError`` by field."""
    errors = {}
    if not is_trusted(endpoint, hosts):
        errors["endpoint"] = "push_service"
    if not _is_bytes(p256dh, POINT_BYTES):
        errors["p256dh"] = "key"
    if not _is_bytes(auth, SECRET_BYTES):
        errors["auth"] = "key"
    if errors:
        raise InvalidFieldsError(errors)
    unsubscribe(session, device)
    subscription = PushSubscription(
        organization_id=device.organization_id,
        device_id=device.id,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        made_at=now,
    )
    session.add(subscription)
    session.flush()
    return subscription


def unsubscribe(session: Session, device: Device) -> None:
    """No more notifications to this device. Doing it again changes nothing."""
    session.execute(delete(PushSubscription).where(PushSubscription.device_id == device.id))


def forget_ended(session: Session) -> None:
    """Delete what devices subscribed to that are signed out."""
    ended = select(Device.id).where(Device.ended_at.is_not(None))
    session.execute(
        delete(PushSubscription)
        .where(PushSubscription.device_id.in_(ended))
        .execution_options(synchronize_session=False)
    )


def unpacked(text: str) -> bytes:
    """base64url, with its padding or without; ``ValueError`` for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def _is_bytes(text: str, length: int) -> bool:
    try:
        return len(unpacked(text)) == length
    except ValueError:
        return False
