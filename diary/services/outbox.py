"""The outbox: texts are rows first, and calls to the carrier after.

Texts are claimed, some at once, ``submit``-ted in the moment before the carrier is called, and
settled after (``diary.services.settling``). A crash after the claim leaves rows that were certainly
not sent, and go back; one after the submission rows that say "maybe": they are looked up, never
blindly sent again. The callers hold the transactions; the carrier is called between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, zip_longest
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.segments import sms_size
from diary.services import next_text, pacing
from diary.services.holds import locked_texts
from diary.services.obstacles import (
    JUDGED_BY,
    Circumstances,
    Obstacle,
    deliver_until,
    look,
    obstacle,
)
from diary.services.ports import SmsToSend
from diary.services.settling import keep_back
from diary.services.unreadable import UnreadableTextError, look_around, read_texts
from diary.store.lanes import Lane
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization

LEASE = timedelta(minutes=2)
"""Longer than a call with its time-outs: a claim older than this belongs to a dead sender."""
CARRIER_QUEUE_SECONDS = 36_000
_SHORTEST_VALIDITY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Claimed:
    """One text to hand to the carrier at ``call_at`` or soon after, before ``lease_until``.

    ``attempt`` numbers the claims of this text: who settles a claim that is not the newest any
    more settles nothing.
    """

    message_id: UUID
    organization_id: UUID
    attempt: int
    call_at: datetime
    lease_until: datetime
    sms: SmsToSend
    is_urgent: bool
    is_submitted: bool
    """Submitted with its claim, to be called at its instant; any other must be submitted first."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The texts that were claimed, in the order of their turns, and how many had a turn."""

    texts: tuple[Claimed, ...]
    looked_at: int


def queue(
    session: Session,
    clinic: Organization,
    *,
    key: str,
    purpose: Purpose,
    recipient: str,
    body: str,
    now: datetime,
    expires_at: datetime,
    patient_id: UUID | None = None,
    prompt_id: UUID | None = None,
    not_before: datetime | None = None,
) -> OutboundMessage:
    """Put a text into the outbox. A second one with the same ``key`` breaks the transaction."""
    message = OutboundMessage(
        organization_id=clinic.id,
        key=key,
        purpose=purpose,
        patient_id=patient_id,
        prompt_id=prompt_id,
        recipient=recipient,
        body=body,
        segments=sms_size(body).segments,
        status=OutboundStatus.QUEUED,
        created_at=now,
        not_before=not_before or now,
        expires_at=expires_at,
    )
    session.add(message)
    return message


def claim(
    session: Session,
    owner: str,
    now: datetime,
    callback_base: str,
    *,
    lease: timedelta = LEASE,
    ahead: timedelta = timedelta(0),
    limit: int = 1,
    at_once: int = 1,
    urgent_only: bool = False,
) -> Claims:
    """Claim up to ``limit`` texts whose turn it is, checking anew that they may go out.

    Safety texts and pages go first, one a claim, and wait for nothing but each other; then numbers
    take turns, the one first that has sent least lately, each as far as its pace goes within
    ``ahead``.
    ``urgent_only`` looks for pages and safety texts alone. What must not go out (any more) is
    skipped, and what must wait is put off. The first ``at_once`` are submitted as well.
    ``UnreadableTextError`` for one that cannot be read. Commit before calling the carrier.
    """
    lanes: dict[UUID, Lane] = {}
    clinics: dict[UUID, Organization] = {}
    # What is urgent is claimed by who calls at once: waiting for a sender that hangs in its call,
    # it would be out of the reach of those that do not.
    turns = pacing.next_urgent(session, now, ahead, 1)
    is_urgent = bool(turns)
    if not is_urgent and not urgent_only:
        lanes, clinics, turns = _paced_turns(session, now, ahead, limit)
    messages = read_texts(session, turns) if turns else []
    seen = look_around(session, messages, clinics)
    if is_urgent:
        lanes = {clinic_id: pacing.lane_of(session, clinic_id) for clinic_id in seen.clinics}
    claimed: list[Claimed] = []
    for message in messages:
        if _may_go(message, seen, now):
            clinic, lane = seen.clinics[message.organization_id], lanes[message.organization_id]
            if is_urgent or pacing.room(lane, clinic, now, ahead):
                at = pacing.give_instant(lane, clinic, message.segments, now, urgent=is_urgent)
                if at is not None:
                    message.lease_owner = owner
                    is_called_next = is_urgent or len(claimed) < at_once
                    message.submitted_at = at if is_called_next else None
                    claimed.append(_take(message, seen, at, at + lease, callback_base, now))
    return Claims(tuple(claimed), len(turns))


def submit(
    session: Session, claimed: Sequence[Claimed], now: datetime
) -> Mapping[UUID, Obstacle | None]:
    """Note that these texts are handed over now; those that must not be after all, and why.

    ``None`` for one that is gone or in other hands by now, as its lease was over, and for all if
    one cannot be read: given back, each is claimed anew, and ``claim`` says which it is. Commit
    before calling the carrier.
    """
    given = {text.message_id: text for text in claimed}
    found: dict[UUID, Obstacle | None] = dict.fromkeys(given)
    try:
        messages = session.scalars(_TO_SUBMIT, {"ids": list(given)}).all()
        seen = look(session, messages)
        obstacles = {message.id: obstacle(message, seen, now) for message in messages}
    except (ValueError, LookupError):
        return found
    for message in messages:
        text = given[message.id]
        if message.status is OutboundStatus.SUBMITTING and message.attempts == text.attempt:
            if reason := obstacles[message.id]:
                found[message.id] = reason
            else:
                message.submitted_at = text.call_at
                del found[message.id]
    return found


# Put together once: that takes longer than running it.
_TO_SUBMIT = locked_texts(JUDGED_BY)


def _paced_turns(
    session: Session, now: datetime, ahead: timedelta, limit: int
) -> tuple[dict[UUID, Lane], dict[UUID, Organization], Sequence[UUID]]:
    """The lanes whose turn it is, their clinics, and their texts: one of each in turn."""
    lanes, clinics, piles = {}, {}, []
    for ready in pacing.lanes_to_serve(session, now, ahead):
        lane, clinic = ready.lane, ready.clinic
        most = min(limit, pacing.room(lane, clinic, now, ahead))
        if pile := next_text.paced(session, lane.id, now, most, ready.purposes):
            lanes[lane.id], clinics[lane.id] = lane, clinic
            piles.append(pile)
        if len(piles) == limit:
            break
    in_turn = (text for round_ in zip_longest(*piles) for text in round_ if text is not None)
    return lanes, clinics, list(islice(in_turn, limit))


def _may_go(message: OutboundMessage, seen: Circumstances, now: datetime) -> bool:
    try:
        found = obstacle(message, seen, now)
    except (ValueError, LookupError) as error:
        raise UnreadableTextError(message.id) from error
    if found is not None:
        keep_back(message, found, now)
    return found is None


def _take(
    message: OutboundMessage,
    seen: Circumstances,
    call_at: datetime,
    lease_until: datetime,
    callback_base: str,
    now: datetime,
) -> Claimed:
    message.status = OutboundStatus.SUBMITTING
    message.attempts += 1
    message.lease_until = lease_until
    seconds = int((deliver_until(message, seen, now) - now).total_seconds())
    return Claimed(
        message.id,
        message.organization_id,
        message.attempts,
        call_at,
        lease_until,
        SmsToSend(
            message_id=message.id,
            sender=seen.clinics[message.organization_id].sender,
            to=message.recipient,
            body=message.body,
            status_callback=f"{callback_base}/twilio/status/{message.id}",
            validity_seconds=max(_SHORTEST_VALIDITY_SECONDS, min(seconds, CARRIER_QUEUE_SECONDS)),
        ),
        message.purpose in next_text.URGENT,
        message.submitted_at is not None,
    )
