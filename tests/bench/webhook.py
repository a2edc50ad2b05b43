"""The inbound webhook against a bare Flask view with one committed INSERT, both in waitress.

    python -m tests.bench.webhook [rounds]

Both are asked by as many connections at once, in turn, on the same database; the program's own path
checks the signature, stores, screens and seals the text. Durable: every answer waits for the disk.
"""

import http.client
import multiprocessing
import socket
import sys
import threading
import time
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import text
from waitress.server import create_server

from diary.bootstrap import build
from diary.gateways.twilio import compute_signature
from diary.logs import configure_logs
from diary.web.app import create_app
from tests.bench._places import database
from tests.factories import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    PUBLIC_URL,
    catalogue,
    make_clinic,
    make_settings,
    make_sid,
)

CLIENTS = 8
REQUESTS = 400
SENDER = "+14325550100"
_context = multiprocessing.get_context("spawn")


def serve(url: str, port: int, *, bare: bool) -> None:
    configure_logs("ERROR")
    services = build(make_settings(url), catalogue=catalogue())
    app = bare_app(services.engine) if bare else create_app(services)
    create_server(app, host="127.0.0.1", port=port, threads=CLIENTS, ident=None).run()


def bare_app(engine) -> Flask:
    app = Flask("bare")

    @app.post("/twilio/inbound")
    def insert() -> str:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO bare (body) VALUES (:body)"), {"body": "x" * 40})
        return "<Response/>"

    return app


def ask(port: int, bodies: list[tuple[str, str]]) -> tuple[float, float]:
    """Requests a second, and the p99 in milliseconds."""
    took: list[float] = []
    left, lock = iter(bodies), threading.Lock()

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

    threads = [threading.Thread(target=keep_asking) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    return len(took) / elapsed, 1000 * sorted(took)[int(len(took) * 0.99) - 1]


def texts() -> list[tuple[str, str]]:
    made = []
    for number in range(REQUESTS):
        form = {
            "MessageSid": make_sid(),
            "From": f"+1806{number:07}",
            "To": SENDER,
            "Body": "6 3 7",
        }
        form |= {"AccountSid": ACCOUNT_SID, "NumMedia": "0"}
        signature = compute_signature(f"{PUBLIC_URL}/twilio/inbound", form, AUTH_TOKEN)
        made.append((urlencode(form), signature))
    return made


def main(rounds: int) -> None:
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            services = build(make_settings(url), catalogue=catalogue())
            with services.sessions.begin() as session:
                make_clinic(session, sender=SENDER)
                session.execute(text("CREATE TABLE bare (body VARCHAR(200))"))
            services.engine.dispose()
            servers, ports = [], []
            for bare in (True, False):
                with socket.socket() as free:
                    free.bind(("127.0.0.1", 0))
                    ports.append(free.getsockname()[1])
                servers.append(_context.Process(target=serve, args=(url, ports[-1]),
                                                kwargs={"bare": bare}))  # fmt: skip
                servers[-1].start()
            for port in ports:
                _wait_for(port)
                ask(port, texts()[:50])
            pairs = [(ask(ports[0], texts()), ask(ports[1], texts())) for _ in range(rounds)]
            for server in servers:
                server.kill()
                server.join()
        rates = [median(pair[arm][0] for pair in pairs) for arm in (0, 1)]
        tails = [median(pair[arm][1] for pair in pairs) for arm in (0, 1)]
        ratio = median(ours[0] / theirs[0] for theirs, ours in pairs)
        print(
            f"{kind}: bare {rates[0]:.0f}/s, p99 {tails[0]:.0f} ms; webhook {rates[1]:.0f}/s, p99"
            f" {tails[1]:.0f} ms: {ratio:.2f} of bare",
            flush=True,
        )


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
