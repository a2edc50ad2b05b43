"""What a completed daily check-in costs in SMS segments, question and answer counted.

Lives the weeks of the demo's patients, in English and in Spanish, through the real services.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from diary.cli.serve import LIVING_JOBS
from diary.logs import configure_logs
from diary.services.costs import check_in_costs
from diary.settings import Settings
from diary.simulation.demo import Demo, DemoPlan
from diary.store.people import Organization
from diary.web.app import create_app
from jobs.timetable import JOBS

UNTIL = datetime(2026, 5, 14, 20, tzinfo=UTC)
PATIENTS = 3
"""Of the demo's cast: two in English, of whom one answers in labels, and one in Spanish."""


def main() -> None:
    configure_logs("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Settings(), DemoPlan(Path(folder) / "bench.db", UNTIL, patients=PATIENTS))
        app = create_app(demo.services, demo=demo)
        demo.live(app, {name: JOBS[name].run for name in LIVING_JOBS}, JOBS["upkeep"].run)
        with demo.services.readers() as session:
            clinic = session.scalars(select(Organization)).one()
            found = check_in_costs(session, clinic.id, UNTIL - timedelta(weeks=12), UNTIL)
        demo.services.engine.dispose()
    print(f"daily check-ins asked {found.asked}, completed {found.completed}")
    print(f"segments sent {found.sent}, received {found.received}")
    print(f"segments a completed check-in {found.segments_each:.2f}")


if __name__ == "__main__":
    main()
