"""Sending against a bare loop of calls of Twilio's client, and 100 texts a second.

    python -m tests.bench.sending [rounds]

The carrier is a process of its own with a round trip of 100 ms, or of none: then both are bound by
the processor alone. Both have as many connections; the number has no pace but where one is named.
"""

import sys
import threading
import time
from statistics import median
from uuid import UUID, uuid4

from diary.bootstrap import Services
from diary.services.ports import SmsToSend
from tests.bench._carrier import carrier
from tests.bench._outbox import add_clinic, pile_up, sending, services_on, wait_until_sent
from tests.bench._places import database
from tests.factories import UNPACED

ROUND_TRIP = 0.1
CONNECTIONS = 16
TEXTS = 480
SHORT_CODE_SECONDS = 10


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
    pile_up(services, clinic_id, TEXTS)
    began = time.perf_counter()
    with sending(services):
        wait_until_sent(services, [clinic_id])
        elapsed = time.perf_counter() - began
    return TEXTS / elapsed


def short_code(url: str, api: str) -> str:
    """One short code at its 100 segments a second, at a round trip of 100 ms."""
    count = 100 * SHORT_CODE_SECONDS
    services = services_on(url, api, senders=32)
    clinic_id = add_clinic(services, sender="78901", segments_a_second=None)
    pile_up(services, clinic_id, count)
    with sending(services):
        began, cpu = time.perf_counter(), time.process_time()
        wait_until_sent(services, [clinic_id], every=0.1)
        elapsed, used = time.perf_counter() - began, time.process_time() - cpu
    services.engine.dispose()
    return f"{count / elapsed:.0f} texts/s, {used / elapsed:.0%} of a core"


def main(rounds: int) -> None:
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            for round_trip in (ROUND_TRIP, 0.0):
                with carrier(round_trip) as api:
                    services = services_on(url, api, CONNECTIONS)
                    clinic_id = add_clinic(services, segments_a_second=UNPACED)
                    bare(services)
                    pairs = [
                        (bare(services), dispatched(services, clinic_id)) for _ in range(rounds)
                    ]
                    services.engine.dispose()
                ratio = median(ours / theirs for theirs, ours in pairs)
                print(
                    f"{kind}, round trip {1000 * round_trip:.0f} ms: bare loop"
                    f" {median(p[0] for p in pairs):.0f} texts/s, outbox"
                    f" {median(p[1] for p in pairs):.0f} over {CONNECTIONS} connections:"
                    f" {ratio:.2f} of the bare loop",
                    flush=True,
                )
            with carrier(ROUND_TRIP) as api:
                print(f"{kind}: one short code: {short_code(url, api)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
