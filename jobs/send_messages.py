"""Send what the outbox holds: claim, submit, call the carrier, settle; a commit after each."""

import functools
import os
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from diary.bootstrap import Services
from diary.services import delivery, outbox, pacing, settling, unreadable
from diary.services.holds import hold_text
from diary.services.obstacles import Obstacle
from diary.services.outbox import Claimed, Claims
from diary.services.ports import SendError, SendErrorKind
from diary.services.settling import Returned, Taken
from diary.services.unreadable import UnreadableTextError
from diary.settings import Settings
from diary.store.messaging import OutboundStatus
from jobs.claims import each
from jobs.crew import Call, no_crew
from jobs.desk import Desk

BATCH = 1000
"""Texts a run; whatever is left is begun with at once in the next."""
_SHORTEST_REST = 0.005
"""Seconds until somebody looks again, at the soonest, where nothing was found."""
_NOT_SOONER = 0.05
"""Seconds before which nobody is woken for what is left: each waking costs."""
_OF_THE_TEXT = (SendErrorKind.PERMANENT, SendErrorKind.REFUSED, SendErrorKind.OPTED_OUT)
_log = structlog.get_logger("jobs")


def send_messages(
    services: Services, call: Call = no_crew, desk: Desk | None = None, *, urgent_only: bool = False
) -> dict[str, int]:
    """Send every text that may go out now, the most urgent first.

    Of a crew, which shares a ``desk``, whoever has found a text calls the next to look for another,
    and whoever finds none asks to be called when there may be one again.
    """
    desk = desk or Desk()
    done: Counter[str] = Counter()
    while done.total() < BATCH and not services.stopping.is_set():
        text = desk.take(services.clock(), functools.partial(_submit, services))
        if text is None:
            # In this order: of a patient the next text is claimed when the last one is settled.
            settled = _settle(services, desk, done)
            if not _claim_onto(desk, services, urgent_only=urgent_only) and not settled:
                break
            continue
        # The call may hang: somebody else looks after what is left, as soon as it is due.
        if (rest := desk.rest(services.clock())) is not None:
            call(max(rest, _NOT_SOONER) if rest > 0 else 0.0)
        sent, failed = each([text], lambda t: _send(services, desk, t), job="send_messages")
        done += Counter(texts=sent, failed=failed)
        desk.is_over()
        if not desk.is_shared:
            _settle(services, desk, done)
    if services.stopping.is_set():
        # While others are in their calls, the last to come back settles for all.
        desk.withdraw()
        _settle(services, desk, done)
    if done.total() >= BATCH:
        call()
    elif (rest := desk.rest(services.clock())) is not None:
        call(max(rest, _SHORTEST_REST))
    return {"texts": done["texts"], "failed": done["failed"]}


def send_urgent(services: Services) -> dict[str, int]:
    """Send pages and safety texts, in a thread that nothing else can hold up.

    The crew sends them too. But all of it may be waiting for a carrier that does not answer.
    """
    return send_messages(services, urgent_only=True)


def lease(settings: Settings) -> timedelta:
    """How long a claim holds: longer than any call can take with its time-outs."""
    # A name may stand for several addresses, each of which may take the whole time to connect.
    seconds = 4 * settings.twilio_connect_seconds + 2 * settings.twilio_read_seconds
    return timedelta(seconds=30 + seconds)


def _claim_onto(desk: Desk, services: Services, *, urgent_only: bool) -> int:
    """How many texts had a turn; nothing is claimed while there is enough on the desk."""
    with desk.claiming() as is_time:
        if not is_time:
            return 0
        asked_at = time.monotonic()
        claims = _claim(services, desk, urgent_only=urgent_only)
        free_at = None
        if not claims.looked_at and not urgent_only:
            with services.readers() as session:
                free_at = pacing.next_turn_at(session, services.clock())
        desk.lay(claims.texts, asked_at, free_at)
    return claims.looked_at


def _claim(services: Services, desk: Desk, *, urgent_only: bool) -> Claims:
    now = services.clock()
    try:
        with services.sessions.begin() as session:
            return outbox.claim(
                session,
                f"{socket.gethostname()}:{os.getpid()}",
                now,
                services.settings.public_base_url,
                lease=lease(services.settings),
                ahead=pacing.LOOK_AHEAD,
                limit=desk.most,
                at_once=desk.senders,
                urgent_only=urgent_only,
            )
    except UnreadableTextError as error:
        _log.error("text_unreadable", message=str(error.message_id))
        with services.sessions.begin() as session:
            unreadable.set_aside(session, error.message_id, now)
        return Claims((), 1)


def _submit(services: Services, texts: Sequence[Claimed]) -> Mapping[UUID, Obstacle | None]:
    with services.sessions.begin() as session:
        return outbox.submit(session, texts, services.clock())


def _send(services: Services, desk: Desk, text: Claimed) -> None:
    if (early := (text.call_at - services.clock()).total_seconds()) > 0:
        services.pause(min(early, pacing.LOOK_AHEAD.total_seconds()))
    if services.clock() >= text.lease_until:
        # This process was held up. Nothing was sent, and by now it may not be any more.
        desk.put(Returned(text.message_id, text.attempt))
        return
    try:
        accepted = services.gateway.send(text.sms)
    except SendError as error:
        if error.kind not in _OF_THE_TEXT:
            desk.withdraw(text.organization_id)
        _refuse(services, text, error)
    else:
        desk.put(Taken(text.message_id, text.attempt, accepted))


def _refuse(services: Services, text: Claimed, error: SendError) -> None:
    if error.kind is SendErrorKind.CONFIGURATION:
        # Nothing goes out from this number until the operator has set it right.
        _log.error("lane_held", clinic=str(text.organization_id), code=error.code)
    with services.sessions.begin() as session:
        now = services.clock()
        settling.settle_refused(session, text.message_id, text.attempt, error, now)
        message = hold_text(session, text.message_id)
        if message and message.status is OutboundStatus.FAILED:
            delivery.learn_from_error(session, services.catalogue, message, error.code, now)


def _settle(services: Services, desk: Desk, done: Counter[str]) -> int:
    """How many texts were settled: all that were called, when it is time for it."""
    ends = desk.ends()

    def settle(some: Sequence[Taken | Returned]) -> None:
        with services.sessions.begin() as session:
            settling.settle(session, some, services.clock())

    if ends and each([ends], settle, job="send_messages") == (0, 1):
        # One may have spoilt it for all.
        _, failed = each([[end] for end in ends], settle, job="send_messages")
        done["failed"] += failed
    return len(ends)
