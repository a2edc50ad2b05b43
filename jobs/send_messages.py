"""Send what the outbox holds: claim and commit, call the carrier, settle and commit."""

import os
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog

from diary.bootstrap import Services
from diary.services import delivery, outbox, pacing, settling
from diary.services.holds import hold_text
from diary.services.outbox import Claimed, UnreadableTextError
from diary.services.ports import Accepted, SendError, SendErrorKind
from diary.settings import Settings
from diary.store.messaging import OutboundStatus
from jobs.claims import each
from jobs.crew import Call, no_crew

BATCH = 1000
"""Texts a run; whatever is left is begun with at once in the next."""
_log = structlog.get_logger("jobs")


def send_messages(services: Services, call: Call = no_crew) -> dict[str, int]:
    """Send every text that may go out now, one after the other, the most urgent first.

    Of a crew, whoever has found a text calls the next to look for another, and whoever finds none
    asks to be called when a number is free again.
    """

    def claims() -> Iterator[Claimed]:
        for claimed in _claims(services):
            call()
            yield claimed

    sent, failed = each(claims(), lambda claimed: _send(services, claimed), job="send_messages")
    now = services.clock()
    with services.readers() as session:
        free_at = pacing.next_turn_at(session, now)
    if free_at is not None:
        call((free_at - now).total_seconds())
    return {"texts": sent, "failed": failed}


def send_urgent(services: Services) -> dict[str, int]:
    """Send pages and safety texts, in a thread that nothing else can hold up.

    The crew sends them too. But all of it may be waiting for a carrier that does not answer.
    """
    claims = _claims(services, urgent_only=True)
    sent, failed = each(claims, lambda claimed: _send(services, claimed), job="send_urgent")
    return {"texts": sent, "failed": failed}


def lease(settings: Settings) -> timedelta:
    """How long a claim holds: longer than any call can take with its time-outs."""
    # A name may stand for several addresses, each of which may take the whole time to connect.
    seconds = 4 * settings.twilio_connect_seconds + 2 * settings.twilio_read_seconds
    return timedelta(seconds=30 + seconds)


def _claims(services: Services, *, urgent_only: bool = False) -> Iterator[Claimed]:
    owner = f"{socket.gethostname()}:{os.getpid()}"
    for _ in range(BATCH):
        if services.stopping.is_set():
            return
        now = services.clock()
        try:
            with services.sessions.begin() as session:
                claimed = outbox.claim_next(
                    session,
                    owner,
                    now,
                    services.settings.public_base_url,
                    lease(services.settings),
                    pacing.LOOK_AHEAD,
                    urgent_only=urgent_only,
                )
        except UnreadableTextError as error:
            _log.error("text_unreadable", message=str(error.message_id))
            with services.sessions.begin() as session:
                outbox.set_aside(session, error.message_id, now)
            continue
        if claimed is None:
            return
        if not isinstance(claimed, OutboundStatus):
            yield claimed


def _send(services: Services, claimed: Claimed) -> None:
    if (early := (claimed.call_at - services.clock()).total_seconds()) > 0:
        services.pause(min(early, pacing.LOOK_AHEAD.total_seconds()))
    if not _is_in_time(claimed, services.clock()):
        # This process was held up. Nothing was sent, and by now it may not be any more.
        _refuse(services, claimed, SendError(SendErrorKind.TRANSIENT))
        return
    try:
        accepted = services.gateway.send(claimed.sms)
    except SendError as error:
        _refuse(services, claimed, error)
    else:
        _accept(services, claimed, accepted)


def _is_in_time(claimed: Claimed, now: datetime) -> bool:
    return now < claimed.lease_until


def _accept(services: Services, claimed: Claimed, accepted: Accepted) -> None:
    with services.sessions.begin() as session:
        settling.settle_accepted(
            session, claimed.message_id, claimed.attempt, accepted, services.clock()
        )


def _refuse(services: Services, claimed: Claimed, error: SendError) -> None:
    if error.kind is SendErrorKind.CONFIGURATION:
        # Nothing goes out from this number until the operator has set it right.
        _log.error("lane_held", clinic=str(claimed.organization_id), code=error.code)
    with services.sessions.begin() as session:
        now = services.clock()
        settling.settle_refused(session, claimed.message_id, claimed.attempt, error, now)
        message = hold_text(session, claimed.message_id)
        if message and message.status is OutboundStatus.FAILED:
            delivery.learn_from_error(session, services.catalogue, message, error.code, now)
