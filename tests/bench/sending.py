"""Sending: against a bare loop of client calls, 100 texts a second, and beside another's pile.

    python -m tests.bench.sending [rounds]

The carrier is a process of its own with a round trip of 100 ms. Every figure but the share of a
core is of one number with an unlimited pace, or as said.
"""

import itertools
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID, uuid4

from sqlalchemy import func, select

from diary.bootstrap import Services, build
from diary.services import outbox
from diary.services.ports import SmsToSend
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization
from jobs.runner import Runner
from jobs.timetable import JOBS
from tests.bench._carrier import carrier
from tests.bench._places import database
from tests.factories import UNPACED, catalogue, make_clinic, make_settings

ROUND_TRIP = 0.1
CONNECTIONS = 16
TEXTS = 160
PILE = 10_000
_numbers = itertools.count(1)


def services_on(url: str, api: str, senders: int = CONNECTIONS) -> Services:
    settings = make_settings(
        url, sms_via="twilio", twilio_api_base_url=api, senders=senders, log_level="ERROR"
    )
    return build(settings, catalogue=catalogue())


def add_clinic(services: Services, **columns: object) -> UUID:
    with services.sessions.begin() as session:
        return make_clinic(session, **columns).id


def queue(services: Services, clinic_ids: Sequence[UUID], count: int) -> list[UUID]:
    """``count`` prompts for each clinic, all due now."""
    now = datetime.now(UTC)
    ids = []
    with services.sessions.begin() as session:
        for clinic_id in clinic_ids:
            clinic = session.get_one(Organization, clinic_id)
            for _ in range(count):
                number = next(_numbers)
                text = outbox.queue(
                    session, clinic, key=f"bench:{number}", purpose=Purpose.PROMPT,
                    recipient=f"+1806{number:07}", body="How is today?", now=now,
                    expires_at=now + timedelta(hours=6),
                )  # fmt: skip
                ids.append(text.id)
    return ids


def wait_until_sent(services: Services, ids: Sequence[UUID]) -> None:
    while True:
        with services.readers() as session:
            left = session.scalar(
                select(func.count()).where(
                    OutboundMessage.id.in_(ids),
                    OutboundMessage.status.in_((OutboundStatus.QUEUED, OutboundStatus.SUBMITTING)),
                )
            )
        if not left:
            return
        time.sleep(0.02)


def bare(services: Services) -> float:
    """Texts a second of as many threads that do nothing but call the client."""
    left = iter(range(TEXTS))
    lock = threading.Lock()

    def call() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            services.gateway.send(
                SmsToSend(uuid4(), "+14325550100", "+18065550100", "How is today?", "x", 3600)
            )

    threads = [threading.Thread(target=call) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return TEXTS / (time.perf_counter() - began)


def dispatched(services: Services, clinic_id: UUID) -> float:
    """Texts a second through the outbox, from the moment when they are due."""
    ids = queue(services, [clinic_id], TEXTS)
    runner = Runner(services, {"send_messages": JOBS["send_messages"]})
    services.stopping.clear()
    began = time.perf_counter()
    runner.start()
    wait_until_sent(services, ids)
    elapsed = time.perf_counter() - began
    runner.stop()
    return TEXTS / elapsed


def short_code(url: str, api: str) -> str:
    """One short code at its 100 segments a second."""
    services = services_on(url, api, senders=32)
    ids = queue(services, [add_clinic(services, sender="78901", segments_a_second=None)], 500)
    runner = Runner(services, {"send_messages": JOBS["send_messages"]})
    began, cpu = time.perf_counter(), time.process_time()
    runner.start()
    wait_until_sent(services, ids)
    elapsed, share = time.perf_counter() - began, time.process_time() - cpu
    runner.stop()
    services.engine.dispose()
    return f"{500 / elapsed:.0f} texts/s, {share / elapsed:.0%} of a core"


def lateness(url: str, api: str, pile: int) -> float:
    """The p99, in seconds, of 20 clinics with five texts each; with a clinic of ``pile`` due."""
    services = services_on(url, api)
    if pile:
        queue(services, [add_clinic(services, sender=f"7{next(_numbers):04}",
                                    segments_a_second=50)], pile)  # fmt: skip
    small = [add_clinic(services, segments_a_second=20) for _ in range(20)]
    ids = queue(services, small, 5)
    due_at = datetime.now(UTC)
    runner = Runner(services, {"send_messages": JOBS["send_messages"]})
    runner.start()
    wait_until_sent(services, ids)
    runner.stop()
    with services.readers() as session:
        sent = session.scalars(
            select(OutboundMessage.settled_at).where(OutboundMessage.id.in_(ids))
        ).all()
    services.engine.dispose()
    late = sorted((at - due_at).total_seconds() for at in sent if at)
    return late[int(len(late) * 0.99) - 1]


def main(rounds: int) -> None:
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url, carrier(ROUND_TRIP) as api:
            services = services_on(url, api)
            clinic_id = add_clinic(services, segments_a_second=UNPACED)
            bare(services)
            pairs = [(bare(services), dispatched(services, clinic_id)) for _ in range(rounds)]
            services.engine.dispose()
            ratio = median(ours / theirs for theirs, ours in pairs)
            print(
                f"{kind}: bare loop {median(p[0] for p in pairs):.0f} texts/s, outbox"
                f" {median(p[1] for p in pairs):.0f} texts/s over {CONNECTIONS} connections:"
                f" {ratio:.2f} of the bare loop",
                flush=True,
            )
            print(f"{kind}: one short code: {short_code(url, api)}", flush=True)
            late = [(lateness(url, api, 0), lateness(url, api, PILE)) for _ in range(3)]
            print(
                f"{kind}: small clinics' p99 lateness: alone {median(p[0] for p in late):.2f} s,"
                f" beside a clinic of {PILE} due {median(p[1] for p in late):.2f} s:"
                f" {median(beside / alone for alone, beside in late):.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
