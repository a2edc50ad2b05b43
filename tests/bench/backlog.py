"""36,000 texts due at once after an outage: how fast a number's pace is used, and never exceeded.

    python -m tests.bench.backlog [seconds]

A short code with its 100 segments a second and a round trip of 100 ms, in real time; of the six
minutes that the pile takes, the first 20 s. The rate is by the instants at which the texts were
handed over (their callers wait for those), the overshoot by the fullest second.
"""

import sys
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from diary.store.messaging import OutboundMessage, OutboundStatus
from tests.bench._carrier import carrier
from tests.bench._outbox import add_clinic, pile_up, sending, services_on
from tests.bench._places import database
from tests.pace import most_in_a_second

PILE = 36_000
CAP = 100


def main(seconds: int) -> None:
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url, carrier(0.1) as api:
            services = services_on(url, api, senders=32)
            clinic_id = add_clinic(services, sender="78901", segments_a_second=CAP)
            pile_up(services, clinic_id, PILE)
            with sending(services):
                began = datetime.now(UTC)
                time.sleep(seconds + 1)
            with services.readers() as session:
                sent = session.execute(
                    select(OutboundMessage.submitted_at, OutboundMessage.segments).where(
                        OutboundMessage.status == OutboundStatus.ACCEPTED
                    )
                ).all()
            services.engine.dispose()
        in_time = sum(at < began + timedelta(seconds=seconds) for at, _ in sent)
        print(
            f"{kind}: {PILE} due: {in_time / seconds:.1f} a second in the first {seconds} s, of"
            f" {CAP} allowed: {in_time / seconds / CAP:.2f}; most in any second"
            f" {most_in_a_second(sent)}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 20)
