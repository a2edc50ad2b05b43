"""Sending as the tests of claims do it: step by step, or with a desk for eight."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from diary.services import outbox, pacing
from diary.services.obstacles import Obstacle
from diary.services.outbox import Claimed
from diary.store.messaging import OutboundStatus
from jobs.desk import Desk
from jobs.send_messages import send_messages
from tests.jobs.clinic import JobClinic

SENDERS = 8
ACCEPTED, QUEUED, SKIPPED = OutboundStatus.ACCEPTED, OutboundStatus.QUEUED, OutboundStatus.SKIPPED


def send(clinic: JobClinic, *, sure_for: float = 0.0) -> dict[str, int]:
    return send_messages(clinic.services, desk=Desk(SENDERS, sure_for=sure_for))


def claim(clinic: JobClinic, limit: int) -> tuple[Claimed, ...]:
    with clinic.services.sessions.begin() as session:
        now, ahead = clinic.clock(), pacing.LOOK_AHEAD
        return outbox.claim(session, "me", now, "https://x", limit=limit, ahead=ahead).texts


def submit(clinic: JobClinic, claimed: Sequence[Claimed]) -> Mapping[UUID, Obstacle | None]:
    with clinic.services.sessions.begin() as session:
        return outbox.submit(session, claimed, clinic.clock())


def during_the_first_call(clinic: JobClinic, change: Callable[[], object]) -> None:
    def once(_: object) -> None:
        clinic.carrier.before_send = lambda _: None
        change()

    clinic.carrier.before_send = once


def statuses(clinic: JobClinic, texts: list[UUID]) -> list[tuple[OutboundStatus, str | None]]:
    return [clinic.status(text_id) for text_id in texts]
