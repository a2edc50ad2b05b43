"""``python -m tests.api.abuse URL``: how far memory grows under the worst bodies, in MB.

Then how much further when they come again and again. In a process of its own, whose highest mark
nobody else has set.
"""

import json
import resource
import sys
import uuid
from collections.abc import Iterator
from itertools import pairwise

from diary.logs import configure_logs
from diary.web.app import create_app
from tests.api.phone import Phone, new_entry
from tests.factories import NOW, make_clinic, make_patient, make_practitioner, make_services

AGAIN = 2
"""How often all of it is sent once more."""


def bodies() -> Iterator[tuple[int, bytes]]:
    """What to send as a sync, and the status of its answer."""
    entry = new_entry(NOW, mood=5)
    yield 413, b"{" + b" " * 10_000_000 + b"}"
    yield 400, b"[" * 500_000 + b"]" * 500_000
    yield 400, b'{"device_now": 1' + b"0" * 1_000_000 + b"}"
    yield 422, _batch([{"id": str(uuid.UUID(int=n)), "kind": "deletion"} for n in range(10_000)])
    yield 200, _batch([{"kind": "diary", **{f"k{n}": 1 for n in range(60)}}] * 900)
    yield 422, _batch([{**entry, **{f"k{n}": 1 for n in range(70_000)}}])
    yield 422, _batch([], **{f"k{n}": 1 for n in range(70_000)})
    yield 200, _batch([{**entry, **{f"k{n}": 1 for n in range(150)}}] * 600)
    yield 200, _batch([{**entry, "tags": [5] * 1000}] * 300)
    yield 422, _batch([entry], since="x" * 1_000_000)


def _batch(entries: list[object], **more: object) -> bytes:
    return json.dumps({"device_now": NOW.isoformat(), "entries": entries, **more}).encode()


def main(url: str) -> None:
    configure_logs("ERROR")
    services = make_services(url)
    with services.sessions.begin() as session:
        patient = make_patient(session, make_practitioner(session, make_clinic(session)))
    phone = Phone(create_app(services), services).sign_in(patient)
    phone.sync([new_entry(NOW, mood=5) for _ in range(1000)], NOW)
    sent = list(bodies())
    marks = [_highest()]
    for rounds in (1, AGAIN):
        for status, body in sent * rounds:
            _send(phone, status, body)
        marks.append(_highest())
    sys.stdout.write(" ".join(str(after - before) for before, after in pairwise(marks)))
    services.engine.dispose()


def _send(phone: Phone, status: int, body: bytes) -> None:
    answer = phone.send("POST", "/sync", raw=body)
    if answer.status_code != status or len(answer.data) > 2_000_000:
        raise RuntimeError(f"{answer.status_code} and not {status}, {len(answer.data)} bytes")


def _highest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(sys.argv[1])
