"""How late small clinics' texts are while another clinic has 100,000 due, and while it has none.

    python -m tests.bench.fairness [rounds]

Twenty clinics with ten texts each and a number for 20 a second; the pile's number may send 50. All
share the 16 senders of one process, at a round trip of 100 ms. Late is from due to settled.
"""

import sys
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.messaging import OutboundMessage
from diary.store.people import Organization
from tests.bench._carrier import carrier
from tests.bench._outbox import add_clinic, pile_up, sending, services_on, wait_until_sent
from tests.bench._places import database

ROUND_TRIP = 0.1
PILE = 100_000
SMALL, EACH = 20, 10


def lateness(services: Services, small: list[UUID], bully: UUID, *, is_beside: bool) -> float:
    """The p99 in seconds; the pile's number rests when the clinics are to be alone."""
    began = datetime.now(UTC)
    with services.sessions.begin() as session:
        session.get_one(Organization, bully).sending_held_until = (
            None if is_beside else began + timedelta(hours=1)
        )
    for clinic_id in small:
        pile_up(services, clinic_id, EACH)
    due_at = datetime.now(UTC)
    with sending(services):
        wait_until_sent(services, small)
    with services.readers() as session:
        settled = session.scalars(
            select(OutboundMessage.settled_at).where(
                OutboundMessage.organization_id.in_(small), OutboundMessage.created_at >= began
            )
        ).all()
    late = sorted((at - due_at).total_seconds() for at in settled if at)
    return late[int(len(late) * 0.99) - 1]


def main(rounds: int) -> None:
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url, carrier(ROUND_TRIP) as api:
            services = services_on(url, api)
            bully = add_clinic(services, sender="78901", segments_a_second=50)
            pile_up(services, bully, PILE)
            small = [add_clinic(services, segments_a_second=20) for _ in range(SMALL)]
            lateness(services, small, bully, is_beside=True)
            pairs = [
                tuple(
                    lateness(services, small, bully, is_beside=beside) for beside in (False, True)
                )
                for _ in range(rounds)
            ]
            services.engine.dispose()
        print(
            f"{kind}: small clinics' p99 lateness alone {median(p[0] for p in pairs):.2f} s, beside"
            f" a clinic with {PILE} due {median(p[1] for p in pairs):.2f} s:"
            f" {median(beside / alone for alone, beside in pairs):.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
