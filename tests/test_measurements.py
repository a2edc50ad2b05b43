"""What the measurements furnish by the database's own means keeps to the schema as it is now."""

from datetime import UTC, datetime

from diary.services import prompts
from tests.bench import due_scan
from tests.factories import make_clinic, make_services


def test_patients_of_the_due_scan_can_be_enrolled_and_some_are_due(database_url: str):
    services = make_services(database_url)
    now = datetime.now(UTC).replace(microsecond=0)
    with services.sessions.begin() as session:
        clinic_id = make_clinic(session).id
    due_scan.enrol(services, clinic_id, due_scan.DUE + 20, now)
    with services.readers() as session:
        found = prompts.patients_with_due_prompts(session, now, due_scan.DUE + 20)
        assert len(list(found)) == due_scan.DUE
    services.engine.dispose()
