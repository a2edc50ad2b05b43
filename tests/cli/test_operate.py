"""Setting a clinic up from the command line."""

import socket

import pytest

from tests.cli.running import Done, diary
from tests.factories import ACCOUNT_SID, AUTH_TOKEN

SENDER = "+14325550100"
CLINIC = ["clinic", "add", "Llano Clinic", "--sender", SENDER, "--timezone", "America/Chicago"]
CONTACT = ["--contact-phone", "432-555-0100"]
STAFF = ["staff", "add", "rosa@clinic.example", "--sender", SENDER, "--display-name", "Rosa Nolan"]

pytestmark = pytest.mark.shows_private


@pytest.fixture(autouse=True)
def _on_this_database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)


def add_clinic(*changes: str) -> Done:
    return diary(*CLINIC, *CONTACT, *changes)


def test_a_clinic_and_its_staff_are_added_and_listed():
    assert add_clinic().returncode == 0
    assert diary(*STAFF, typed="a long enough password\n").returncode == 0
    assert f"{SENDER}  Llano Clinic  America/Chicago" in diary("clinic", "list").stdout
    assert "rosa@clinic.example  Rosa Nolan" in diary("staff", "list", "--sender", SENDER).stdout


def test_the_first_account_owns_the_clinic_and_a_clinic_keeps_an_owner():
    add_clinic()
    ben = ["staff", "add", "ben@clinic.example", "--sender", SENDER, "--display-name", "Ben"]
    for command in (STAFF, ben):
        diary(*command, typed="a long enough password\n")
    change = ["staff", "change", "--sender", SENDER]
    for unowned in (["--role", "member"], ["--close"]):
        refused = diary(*change, "rosa@clinic.example", *unowned)
        assert (refused.returncode, "nobody else owns" in refused.stderr) == (2, True)
    assert diary(*change, "BEN@clinic.example", "--role", "owner").returncode == 0
    assert diary(*change, "rosa@clinic.example", "--close").returncode == 0
    assert diary("staff", "list", "--sender", SENDER).stdout == (
        "ben@clinic.example  Ben  owner\nrosa@clinic.example  Rosa Nolan  closed\n"
    )
    assert diary(*change, "nobody@clinic.example", "--open").returncode == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["--timezone", "Texas"], "not an IANA zone"),
        (["--timezone", "Factory"], "not an IANA zone"),
        (["--contact-phone", "ask Rosa"], "not a phone number"),
        (["--opens", "10:00+05:00"], "not a time like 09:00"),
        (["--prompts-a-day", "1" + "0" * 20], "--prompts-a-day"),
        (["--per-second", "1" + "0" * 20], "--per-second"),
        (["--per-day", "1" + "0" * 20], "--per-day"),
        (["--sender", "432-555-0100"], "not a phone number"),
        (["--opens", "nine"], "not a time like 09:00"),
        (["--opens", "06:00"], "between 08:00 and 21:00"),
        (["--opens", "19:00", "--closes", "10:00"], "between 08:00 and 21:00"),
    ],
)
def test_a_clinic_that_cannot_be_is_refused_in_words(changes: list[str], said: str):
    refused = add_clinic(*changes)
    assert (refused.returncode, said in refused.stderr) == (2, True)
    assert diary("clinic", "list").stdout == ""


@pytest.mark.parametrize("name", ["", " ", "Llano\nClinic", "x" * 121, "\udcff"])
def test_a_clinics_name_is_one_line_that_can_be_read(name: str):
    refused = diary(*(name if word == "Llano Clinic" else word for word in CLINIC), *CONTACT)
    assert (refused.returncode, "not one line" in refused.stderr) == (2, True)
    assert diary("clinic", "list").stdout == ""


def test_authorities_that_are_gone_are_said_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("DIARY_SMS_VIA", "twilio")
    monkeypatch.setenv("DIARY_TWILIO_ACCOUNT_SID", ACCOUNT_SID)
    monkeypatch.setenv("DIARY_TWILIO_AUTH_TOKEN", AUTH_TOKEN)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    refused = add_clinic()
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert str(tmp_path / "gone.pem") in refused.stderr


def test_two_clinics_cannot_share_a_number():
    add_clinic()
    refused = add_clinic()
    assert refused.returncode == 2
    assert "another clinic has this number" in refused.stderr


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("+14325550100", "1 segments a second"),
        ("+18885550100", "3 segments a second"),
        ("78901", "100 segments a second"),
    ],
)
def test_a_number_is_paced_by_what_it_shows_until_told_otherwise(sender: str, said: str):
    assert add_clinic("--sender", sender).returncode == 0
    assert said in diary("clinic", "pace", "--sender", sender).stdout
    granted = diary("clinic", "pace", "--sender", sender, "--per-second", "30", "--per-day", "9000")
    assert granted.stdout == f"{sender}: 30 segments a second, 9000 in 24 hours\n"
    assert diary("clinic", "pace", "--sender", sender, "--per-second", "0").returncode == 2


@pytest.mark.parametrize("password", ["short", ""])
def test_a_short_password_is_refused(password: str):
    add_clinic()
    refused = diary(*STAFF, typed=f"{password}\n")
    assert (refused.returncode, "15 characters" in refused.stderr) == (2, True)


def test_what_is_no_text_is_refused_where_an_account_is_added():
    add_clinic()
    refused = diary(*STAFF, typed="\udcff" * 16 + "\n")
    assert (refused.returncode, "not in UTF-8" in refused.stderr) == (2, True)
    unseen = diary(*STAFF, "--display-name", "Ro\udcffsa", typed="a long enough password\n")
    assert (unseen.returncode, "cannot be seen" in unseen.stderr) == (2, True)
    assert diary("staff", "list", "--sender", SENDER).stdout == ""


def test_a_setting_that_cannot_be_is_named_without_a_traceback(monkeypatch):
    monkeypatch.setenv("DIARY_PORT", "99999")
    refused = diary("db", "check")
    assert refused.returncode == 2
    assert refused.stderr.startswith("DIARY_PORT: ")


def test_an_unknown_command_says_which_there_are():
    refused = diary("serf")
    assert refused.returncode == 2
    assert "there is no command 'serf'" in refused.stderr
    assert "serve" in refused.stderr


def test_the_database_says_whether_it_fits():
    assert diary("db", "check").stdout == "the database is at the newest migration and fits\n"
    assert diary("db", "upgrade").returncode == 0


def test_fresh_keys_are_keys(monkeypatch):
    printed = diary("keys").stdout
    lines = dict(line.split("=", 1) for line in printed.splitlines() if not line.startswith("#"))
    for name, value in lines.items():
        monkeypatch.setenv(name, value)
    assert set(lines) == {
        "DIARY_SECRET_KEY",
        "DIARY_ENCRYPTION_KEYS",
        "DIARY_INDEX_KEY",
        "DIARY_PUSH_KEY",
    }
    assert diary("db", "check").returncode == 0


@pytest.mark.parametrize("command", ["demo", "serve", "web"])
def test_a_port_that_is_taken_is_said_before_anything_is_begun(monkeypatch, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("DIARY_PORT", str(port))
        refused = diary(command)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in refused.stderr
