"""What the measurements furnish by the database's own means keeps to the schema as it is now."""

from datetime import UTC, datetime

from diary.services import prompts
from tests.bench import due_scan
from tests.bench._outbox import add_clinic, services_on


def test_patients_of_the_due_scan_can_be_enrolled_and_some_are_due(database_url: str):
    services = services_on(database_url, "http://127.0.0.1")
    now = datetime.now(UTC).replace(microsecond=0)
    due_scan.enrol(services, add_clinic(services), due_scan.DUE + 20, now)
    with services.readers() as session:
        found = prompts.patients_with_due_prompts(session, now, due_scan.DUE + 20)
        assert len(list(found)) == due_scan.DUE
    services.engine.dispose()
