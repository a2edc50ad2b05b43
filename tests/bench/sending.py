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
SHORT_CODE_SECONDS, SHORT_CODE_PACE, SHORT_CODE_SENDERS = 10, 100, 32


def bare(services: Services) -> float:
    """Texts a second of as many threads that do nothing but call the client."""
    began = time.perf_counter()
    _call(services, CONNECTIONS, TEXTS)
    return TEXTS / (time.perf_counter() - began)


def _call(
    services: Services, threads: int, texts: int, texts_a_second: float | None = None
) -> None:
    """Each thread calls the client for the next text, not before its turn if there is a pace."""
    left = iter(range(texts))
    lock = threading.Lock()
    began = time.perf_counter()

    def call() -> None:
        while True:
            with lock:
                number = next(left, None)
            if number is None:
                return
            if texts_a_second:
                time.sleep(max(0, began + number / texts_a_second - time.perf_counter()))
            services.gateway.send(
                SmsToSend(uuid4(), "+14325550100", "+18065550100", "How is today?", "x", 3600)
            )

    callers = [threading.Thread(target=call) for _ in range(threads)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()


def dispatched(services: Services, clinic_id: UUID) -> float:
    """Texts a second through the outbox, from the moment when they are due."""
    pile_up(services, clinic_id, TEXTS)
    began = time.perf_counter()
    with sending(services):
        wait_until_sent(services, [clinic_id])
        elapsed = time.perf_counter() - began
    return TEXTS / elapsed


def short_code(url: str, api: str) -> str:
    """One short code at its 100 segments a second, at a round trip of 100 ms.

    Beside it what the client alone takes at the same pace. Not counted are a second before, in
    which connections are opened and statements built, and that this process asks now and then
    whether everything is sent.
    """
    count = SHORT_CODE_PACE * SHORT_CODE_SECONDS
    services = services_on(url, api, senders=SHORT_CODE_SENDERS)
    clinic_id = add_clinic(services, sender="78901", segments_a_second=None)
    with sending(services):
        pile_up(services, clinic_id, SHORT_CODE_PACE)
        wait_until_sent(services, [clinic_id])
    pile_up(services, clinic_id, count)
    with sending(services):
        began, cpu, asking = time.perf_counter(), time.process_time(), time.thread_time()
        wait_until_sent(services, [clinic_id], every=0.1)
        elapsed = time.perf_counter() - began
        used = time.process_time() - cpu - (time.thread_time() - asking)
    began, cpu = time.perf_counter(), time.process_time()
    _call(services, SHORT_CODE_SENDERS, count, SHORT_CODE_PACE)
    alone = (time.process_time() - cpu) / (time.perf_counter() - began)
    services.engine.dispose()
    return (
        f"{count / elapsed:.0f} texts/s, {used / elapsed:.0%} of a core; Twilio's client alone at"
        f" this pace {alone:.0%}"
    )


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
