"""``diary oncall``: the ladder from the command line, on both databases."""

from collections.abc import Callable, Iterator

import pytest

from diary.store.people import Organization
from tests.cli.running import Done, diary
from tests.factories import make_clinic, make_patient, make_practitioner, make_services

Oncall = Callable[..., Done]
NUMBER = "915-555-0142"


@pytest.fixture(name="clinic")
def _clinic(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organization]:
    """A clinic with Ruth and Noor, and a patient."""
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)
    services = make_services(database_url)
    with services.sessions.begin() as session:
        clinic = make_clinic(session)
        ruth = make_practitioner(
            session, clinic, sign_in_name="ruth@clinic.example", display_name="Ruth"
        )
        make_practitioner(session, clinic, sign_in_name="noor@clinic.example", display_name="Noor")
        make_patient(session, ruth, phone="+19155550177")
    yield clinic
    services.engine.dispose()


@pytest.fixture(name="oncall")
def _oncall(clinic: Organization) -> Oncall:
    return lambda *arguments: diary("oncall", *arguments, "--sender", clinic.sender)


def add(oncall: Oncall, name: str = "ruth", position: int = 1, phone: str = NUMBER, *more: str):
    return oncall(
        "add", f"{name}@clinic.example", "--phone", phone, "--position", str(position), *more
    )


def test_the_ladder_is_listed_in_the_order_of_paging_without_numbers(oncall: Oncall):
    assert oncall("list").stdout == ""
    added = add(oncall, "noor", 2, "915-555-0143", "--wait-minutes", "30")
    assert (added.returncode, added.stdout) == (
        0,
        "noor@clinic.example: on the ladder at position 2\n",
    )
    add(oncall, "ruth", 1, NUMBER, "--hours", "08:00-18:00", "--days", "mon, TUE,fri")
    assert oncall("list").stdout == (
        "1  Ruth  08:00-18:00  mon,tue,fri  then 10 minutes\n"
        "2  Noor  00:00-00:00  mon,tue,wed,thu,fri,sat,sun  then 30 minutes\n"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("--phone", "911"), "not a phone number"),
        (("--phone", "+19155550177"), "a patient's number"),
        (("--wait-minutes", "0"), "between 1 and 240"),
        (("--wait-minutes", "241"), "between 1 and 240"),
        (("--hours", "8-18"), "not like 08:00-18:00"),
        (("--hours", "08:00"), "not like 08:00-18:00"),
        (("--hours", "08:00Z-18:00Z"), "without a zone"),
        (("--days", "mon,someday"), "someday is no day"),
        (("--days", ""), "no day"),
        (("--position", "0"), "--position"),
        (("--position", "1" + "0" * 20), "--position"),
    ],
)
def test_what_cannot_be_on_a_ladder_is_refused_and_stored_nowhere(
    oncall: Oncall, changes: tuple[str, str], said: str
):
    refused = add(oncall, "ruth", 1, NUMBER, *changes)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert oncall("list").stdout == ""


def test_a_place_and_a_number_are_given_once(oncall: Oncall):
    add(oncall)
    taken = add(oncall, "noor", 1, "915-555-0143")
    assert "another person stands at this position" in taken.stderr
    same = add(oncall, "noor", 2, "+1 915 555 0142")
    assert "on the ladder already" in same.stderr
    assert oncall("list").stdout.count("\n") == 1


def test_staff_of_another_clinic_and_unknown_clinics_are_refused(oncall: Oncall):
    stranger = add(oncall, "nobody")
    assert (stranger.returncode, stranger.stdout) == (2, "")
    assert "nobody with this sign-in name" in stranger.stderr
    unknown = diary("oncall", "list", "--sender", "+14325559999")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "no clinic texts from this number" in unknown.stderr


def test_whoever_leaves_makes_room_for_another(oncall: Oncall):
    add(oncall)
    only = oncall("remove", "--position", "1")
    assert (only.returncode, "nobody else is on call" in only.stderr) == (2, True)
    assert add(oncall, "noor", 2, "915-555-0143").returncode == 0
    assert oncall("remove", "--position", "1").returncode == 0
    assert oncall("list").stdout.startswith("2  Noor")
    gone = oncall("remove", "--position", "7")
    assert (gone.returncode, gone.stderr) == (2, "--position 7: nobody stands there\n")
