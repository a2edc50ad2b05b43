"""What the outcomes page costs: ``python -m tests.bench.outcomes`` prints the figures.

The page at 1,000 and at 4,000 patients, all in one run: by how much it grows, and what a patient
whose record changed costs to judge anew.
"""

import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from diary.bootstrap import Services
from diary.logs import configure_logs
from diary.services import outcomes
from diary.services.series import read_record
from diary.store.people import Organization, Patient
from diary.store.schema import upgrade
from diary.web.app import create_app
from tests import factories
from tests.bench import _crowd
from tests.web.desk import Desk

SIZES = (1_000, 4_000)
PATHS = {"together": "/outcomes", "by infusion": "/outcomes?counting=infusions&by=number"}
ROUNDS = 5


def measure() -> None:
    """Fill a clinic twice, and ask for its pages each time."""
    with tempfile.TemporaryDirectory() as folder:
        services = factories.make_services(f"sqlite:///{Path(folder)}/bench.db")
        upgrade(services.engine)
        with services.sessions.begin() as session:
            clinic = factories.make_clinic(session)
            factories.make_practitioner(session, clinic, sign_in_name="rosa@clinic.example")
        desk = Desk(create_app(services))
        desk.sign_in("rosa@clinic.example")
        filled = 0
        print(f"{'patients':<10}{'page':<14}{'median ms':>10}{'KiB':>7}")
        for size in SIZES:
            _fill(services, clinic, filled, size)
            filled = size
            for name, path in PATHS.items():
                took, size_bytes = _ask(desk, path)
                print(f"{size:<10}{name:<14}{1000 * took:>10.0f}{size_bytes / 1024:>7.0f}")
        print(f"judging one patient anew: {1000 * _judge(services):.1f} ms")
        services.engine.dispose()


def _fill(services: Services, clinic: Organization, filled: int, size: int) -> None:
    with services.sessions.begin() as session:
        mine = session.get_one(Organization, clinic.id)
        _crowd.fill(session, services.catalogue, mine, size - filled, factories.NOW, first=filled)


def _ask(desk: Desk, path: str) -> tuple[float, int]:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        page = desk.get(path)
        took.append(time.perf_counter() - began)
        assert page.status_code == 200
    return sorted(took)[ROUNDS // 2], len(page.data)


def _judge(services: Services) -> float:
    with services.sessions.begin() as session:
        patients = session.scalars(select(Patient).limit(50)).all()
        records = [
            read_record(session, services.catalogue, patient, factories.NOW) for patient in patients
        ]
        began = time.perf_counter()
        for patient, record in zip(patients, records, strict=True):
            outcomes.rewrite(session, services.catalogue, patient, record)
        session.flush()
        return (time.perf_counter() - began) / len(patients)


if __name__ == "__main__":
    configure_logs("WARNING")
    measure()
