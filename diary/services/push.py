"""Check-ins told by notification: the text waits, and goes out only if it is needed.

The rule, so that there is exactly one prompt: whoever has turned notifications on for a phone that
is signed in gets a notification when the prompt is due, and the prompt's text stays in the outbox
for ``PATIENCE``. When its turn comes it is needed no more if the check-in was opened or answered,
or if the patient has written since. When no phone takes the notification, the text goes at once.
What may be shown twice by accident replaces itself: notifications carry the prompt as their topic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.open_hours import next_open
from diary.services.hours import hours_of
from diary.services.ports import PushAddress, PushNote
from diary.services.push_subscriptions import live_subscriptions, unpacked
from diary.store.care import Prompt, PromptStatus
from diary.store.diary import DiaryEntry
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus
from diary.store.people import Organization, Patient
from diary.store.push import NoticeStatus, PushNotice, PushSubscription

PATIENCE = timedelta(hours=1)
"""How long the text waits for the app."""
MARGIN = timedelta(minutes=30)
"""So much of the check-in's window must be left for the text."""
LEASE = timedelta(minutes=2)
"""Longer than the calls of one notice: then another process may try."""
FIRST_RETRY = timedelta(seconds=30)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class ClaimedNotice:
    """One notice to hand to the push services, by subscription. ``attempt`` numbers the claims."""

    notice_id: UUID
    organization_id: UUID
    attempt: int
    note: PushNote
    addresses: Sequence[tuple[UUID, PushAddress]]


def announce(
    session: Session,
    patient: Patient,
    clinic: Organization,
    message: OutboundMessage,
    now: datetime,
) -> None:
    """Let a prompt's text wait for a notification, where the patient has turned that on.

    The text does not wait where it could not go out afterwards: at the end of the day's hours or
    of the check-in's window.
    """
    if message.prompt_id is None or not live_subscriptions(session, patient.id):
        return
    text_at = now + PATIENCE
    if next_open(text_at, hours_of(patient, clinic)) > text_at:
        return
    if text_at + MARGIN > message.expires_at:
        return
    message.not_before = text_at
    session.add(
        PushNotice(
            organization_id=clinic.id,
            message_id=message.id,
            patient_id=patient.id,
            prompt_id=message.prompt_id,
            status=NoticeStatus.QUEUED,
            next_try_at=now,
        )
    )


def due(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Notices to be sent, the longest due first."""
    return session.scalars(
        select(PushNotice.id)
        .where(PushNotice.status == NoticeStatus.QUEUED, PushNotice.next_try_at <= now)
        .order_by(PushNotice.next_try_at)
        .limit(limit)
    ).all()


def claim(session: Session, notice_id: UUID, now: datetime) -> ClaimedNotice | None:
    """Take a notice to send it; ``None`` if somebody else has, or it must not go out any more."""
    taken = session.execute(
        update(PushNotice)
        .where(
            PushNotice.id == notice_id,
            PushNotice.status == NoticeStatus.QUEUED,
            PushNotice.next_try_at <= now,
        )
        .values(next_try_at=now + LEASE, attempts=PushNotice.attempts + 1)
        .returning(PushNotice.id)
        .execution_options(synchronize_session=False)
    ).first()
    if taken is None:
        return None
    notice = session.get_one(PushNotice, notice_id, populate_existing=True)
    message = session.get_one(OutboundMessage, notice.message_id)
    patient = session.get_one(Patient, notice.patient_id)
    subscriptions = live_subscriptions(session, notice.patient_id)
    is_paused = patient.paused_until is not None and now < patient.paused_until
    is_welcome = patient.texting is Texting.ACTIVE and not is_paused
    if message.status is not OutboundStatus.QUEUED or not is_welcome or not subscriptions:
        _give_up(session, notice, now)
        return None
    seconds = int((message.not_before - now).total_seconds())
    return ClaimedNotice(
        notice.id,
        notice.organization_id,
        notice.attempts,
        PushNote(notice.prompt_id, patient.language, max(seconds, 0)),
        [(each.id, _address(each)) for each in subscriptions],
    )


def settle(
    session: Session, claimed: ClaimedNotice, took: int, gone: Sequence[UUID], now: datetime
) -> None:
    """Write down how many services ``took`` the notice, and forget phones that are ``gone``."""
    for subscription_id in gone:
        if subscription := session.get(PushSubscription, subscription_id):
            session.delete(subscription)
    notice = session.get_one(PushNotice, claimed.notice_id, with_for_update=True)
    if notice.status is not NoticeStatus.QUEUED or notice.attempts != claimed.attempt:
        return
    if took:
        notice.status, notice.sent_at = NoticeStatus.SENT, now
    elif len(gone) == len(claimed.addresses) or notice.attempts >= MOST_TRIES:
        _give_up(session, notice, now)
    else:
        notice.next_try_at = now + FIRST_RETRY * 2 ** (notice.attempts - 1)


def open_in_app(session: Session, prompt_id: UUID, now: datetime) -> None:
    """The patient has the check-in before their eyes: its text is needed no more."""
    session.execute(
        update(PushNotice)
        .where(PushNotice.prompt_id == prompt_id, PushNotice.opened_at.is_(None))
        .values(opened_at=now)
        .execution_options(synchronize_session=False)
    )


def was_reached(session: Session, message: OutboundMessage) -> datetime | None:
    """When a notification did a prompt's work; ``None`` if there was none or nothing followed."""
    notice = session.scalars(
        select(PushNotice).where(
            PushNotice.message_id == message.id, PushNotice.status == NoticeStatus.SENT
        )
    ).first()
    if notice is None or notice.sent_at is None:
        return None
    followed = (
        notice.opened_at is not None
        or session.get_one(Prompt, notice.prompt_id).status is not PromptStatus.RELEASED
        or _has_come(
            session, select(DiaryEntry.id).where(DiaryEntry.prompt_id == message.prompt_id)
        )
        or _has_come(
            session,
            select(InboundMessage.id).where(
                InboundMessage.patient_id == notice.patient_id,
                InboundMessage.received_at >= message.created_at,
            ),
        )
    )
    return notice.sent_at if followed else None


def _has_come(session: Session, query: Select[UUID]) -> bool:
    return session.scalars(query.limit(1)).first() is not None


def _give_up(session: Session, notice: PushNotice, now: datetime) -> None:
    notice.status = NoticeStatus.FAILED
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.id == notice.message_id,
            OutboundMessage.status == OutboundStatus.QUEUED,
            OutboundMessage.not_before > now,
        )
        .values(not_before=now)
        .execution_options(synchronize_session=False)
    )


def _address(subscription: PushSubscription) -> PushAddress:
    return PushAddress(
        subscription.endpoint, unpacked(subscription.p256dh), unpacked(subscription.auth)
    )
