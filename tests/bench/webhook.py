"""The inbound webhook against a bare Flask view with one committed INSERT, both in waitress.

    python -m tests.bench.webhook [rounds]

Both are asked by as many connections at once, in turn for a moment each, on the same database and
with the same threads; every answer waits for the disk. The program's own path checks the signature,
finds clinic and patient, screens, seals and stores the text under its sid; one text in a hundred
opens an alert.
"""

import http.client
import itertools
import multiprocessing
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import text
from waitress.server import create_server

from diary.bootstrap import build, settle_in
from diary.gateways.twilio import compute_signature
from diary.logs import configure_logs
from diary.web.app import create_app
from diary.web.serving import open_server
from tests.bench._places import database
from tests.factories import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    PUBLIC_URL,
    catalogue,
    make_clinic,
    make_patient,
    make_practitioner,
    make_settings,
    make_sid,
)

THREADS = 8
"""Of each server, as the settings have it."""
TURNS = 8
"""How often the two change in one round."""
PATIENTS = 100
SENDER = "+14325550100"
BODIES = ("6 3 7", "mood 6, distress 3, slept 7", "7", "slept badly again. 4 6 5")
DANGER = "i want to die tonight"
_context = multiprocessing.get_context("spawn")
_numbers = itertools.count()

Texts = Sequence[tuple[str, str]]


@dataclass
class Pace:
    """How long answers took, and how long it was from the first request to the last answer."""

    took: list[float] = field(default_factory=list)
    seconds: float = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    @property
    def tail(self) -> float:
        """The p99, in milliseconds."""
        return 1000 * sorted(self.took)[int(len(self.took) * 0.99) - 1]


def serve(url: str, port: int, *, bare: bool) -> None:
    configure_logs("ERROR")
    services = build(make_settings(url), catalogue=catalogue())
    listening = {"host": "127.0.0.1", "port": port, "threads": THREADS}
    if bare:
        server = create_server(bare_app(services.engine), ident=None, **listening)
    else:
        server = open_server(create_app(services), **listening)
    settle_in()
    server.run()


def bare_app(engine) -> Flask:
    app = Flask("bare")

    @app.post("/twilio/inbound")
    def insert() -> str:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO bare (body) VALUES (:body)"), {"body": "x" * 40})
        return "<Response/>"

    return app


def ask(port: int, texts: Texts, clients: int, pace: Pace) -> None:
    """Send ``texts`` from so many clients at once, and add how it went to ``pace``."""
    took: list[float] = []
    left, lock = iter(texts), threading.Lock()

    def keep_asking() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while True:
            with lock:
                body, signature = next(left, ("", ""))
            if not body:
                return
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Twilio-Signature": signature,
            }
            began = time.perf_counter()
            connection.request("POST", "/twilio/inbound", body, headers)
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            if answer.status != 200:
                raise RuntimeError(f"answered {answer.status}")

    threads = [threading.Thread(target=keep_asking) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pace.seconds += time.perf_counter() - began
    pace.took += took
    if len(took) != len(texts):
        raise RuntimeError("a request failed")


def texts_from(phones: Sequence[str], count: int) -> Texts:
    made = []
    for number in itertools.islice(_numbers, count):
        form = {
            "MessageSid": make_sid(),
            "From": phones[number % len(phones)],
            "To": SENDER,
            "Body": DANGER if number % 100 == 99 else BODIES[number % len(BODIES)],
            "AccountSid": ACCOUNT_SID,
            "NumMedia": "0",
        }
        signature = compute_signature(f"{PUBLIC_URL}/twilio/inbound", form, AUTH_TOKEN)
        made.append((urlencode(form), signature))
    return made


def make_house(url: str) -> list[str]:
    """A clinic and the bare table; the numbers of the clinic's patients."""
    services = build(make_settings(url), catalogue=catalogue())
    with services.sessions.begin() as session:
        practitioner = make_practitioner(session, make_clinic(session, sender=SENDER))
        phones = [make_patient(session, practitioner).phone for _ in range(PATIENTS)]
        session.execute(text("CREATE TABLE bare (body VARCHAR(200))"))
    services.engine.dispose()
    return phones


def measure(url: str, rounds: int, sizes: Sequence[tuple[int, int]]) -> list[str]:
    """A line for each number of clients, who send so many texts in a round."""
    phones = make_house(url)
    servers, ports = [], []
    for bare in (True, False):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
        how = {"bare": bare}
        servers.append(_context.Process(target=serve, args=(url, ports[-1]), kwargs=how))
        servers[-1].start()
    try:
        for port in ports:
            _wait_for(port)
            ask(port, texts_from(phones, 100), THREADS, Pace())
        return [_line(ports, phones, rounds, clients, count) for clients, count in sizes]
    finally:
        for server in servers:
            server.kill()
            server.join()


def _line(
    ports: Sequence[int], phones: Sequence[str], rounds: int, clients: int, count: int
) -> str:
    pairs = []
    for _ in range(rounds):
        bare, ours = Pace(), Pace()
        for turn in range(TURNS):
            # On a machine with other work both should meet the same of it.
            arms = [(ports[0], bare), (ports[1], ours)]
            for port, pace in arms if turn % 2 else reversed(arms):
                ask(port, texts_from(phones, count // TURNS), clients, pace)
        pairs.append((bare, ours))
    rates = [median(pair[arm].rate for pair in pairs) for arm in (0, 1)]
    tails = [median(pair[arm].tail for pair in pairs) for arm in (0, 1)]
    return (
        f"{clients} client{'s' if clients > 1 else ''}:"
        f" bare {rates[0]:.0f}/s, p99 {tails[0]:.0f} ms;"
        f" webhook {rates[1]:.0f}/s, p99 {tails[1]:.0f} ms:"
        f" {median(ours.rate / bare.rate for bare, ours in pairs):.2f} of bare,"
        f" p99 {median(ours.tail / bare.tail for bare, ours in pairs):.2f} of bare's"
    )


def main(rounds: int) -> None:
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            for line in measure(url, rounds, ((8, 400), (16, 400), (1, 100))):
                print(f"{kind}, {line}", flush=True)


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("a server does not start")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
