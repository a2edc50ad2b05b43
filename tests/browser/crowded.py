"""A clinic of any size, laid in by rows and served by this process: for pages of many patients."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diary.store.people import Organization
from diary.web.app import create_app
from tests.bench import _many
from tests.browser.clinic import Clinic
from tests.factories import NOW, make_clinic, make_patient, make_practitioner, make_services
from tests.schema import prepare
from tests.serving import serving
from tests.web.stories import two_gains_fade_and_a_third_holds

STAFF = "rosa@clinic.example"


@contextmanager
def crowded_clinic(folder: Path, patients: int) -> Iterator[Clinic]:
    """``STAFF`` signs in; the clock stands still at ``factories.NOW``.

    Unless there are no ``patients``, there is one more: Marisol, of whom a forecast can be made.
    """
    url = f"sqlite:///{folder}/crowded.db"
    prepare(url)
    services = make_services(url, public_base_url="http://127.0.0.1:8000")
    with services.sessions.begin() as session:
        clinic: Organization = make_clinic(session)
        rosa = make_practitioner(session, clinic, sign_in_name=STAFF)
    if patients:
        _many.fill(services, clinic, patients, NOW)
        with services.sessions.begin() as session:
            two_gains_fade_and_a_third_holds(session, rosa, make_patient(session, rosa))
    try:
        with serving(create_app(services)) as origin:
            yield Clinic(origin, token="")
    finally:
        services.engine.dispose()
