"""Setting a clinic up from the command line."""

import pytest

from diary.cli import main

SENDER = "+14325550100"
CLINIC = ["clinic", "add", "Llano Clinic", "--sender", SENDER, "--timezone", "America/Chicago"]
CONTACT = ["--contact-phone", "432-555-0100"]
STAFF = ["staff", "add", "rosa@clinic.example", "--sender", SENDER, "--display-name", "Rosa Nolan"]

pytestmark = pytest.mark.shows_private


@pytest.fixture
def diary(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run ``diary ARGUMENTS``; its exit status and all that it printed."""
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)

    def run(*arguments: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", _Typed(typed))
        try:
            main(list(arguments))
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


class _Typed:
    def __init__(self, line: str) -> None:
        self.line = line

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return f"{self.line}\n"


def test_a_clinic_and_its_staff_are_added_and_listed(diary):
    assert diary(*CLINIC, *CONTACT)[0] == 0
    assert diary(*STAFF, typed="a long enough password")[0] == 0
    assert f"{SENDER}  Llano Clinic  America/Chicago" in diary("clinic", "list")[1]
    assert "rosa@clinic.example  Rosa Nolan" in diary("staff", "list", "--sender", SENDER)[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["--timezone", "Texas"], "not an IANA zone"),
        (["--sender", "432-555-0100"], "not a phone number"),
        (["--opens", "nine"], "not a time like 09:00"),
        (["--opens", "06:00"], "between 08:00 and 21:00"),
        (["--opens", "19:00", "--closes", "10:00"], "between 08:00 and 21:00"),
    ],
)
def test_a_clinic_that_cannot_be_is_refused_in_words(diary, changes: list[str], said: str):
    status, printed = diary(*CLINIC, *CONTACT, *changes)
    assert (status, said in printed) == (2, True)
    assert diary("clinic", "list") == (0, "")


def test_two_clinics_cannot_share_a_number(diary):
    diary(*CLINIC, *CONTACT)
    status, printed = diary(*CLINIC, *CONTACT)
    assert status == 2
    assert "another clinic has this number" in printed


@pytest.mark.parametrize(("password", "said"), [("short", "15 characters"), ("", "15 characters")])
def test_a_short_password_is_refused(diary, password: str, said: str):
    diary(*CLINIC, *CONTACT)
    status, printed = diary(*STAFF, typed=password)
    assert (status, said in printed) == (2, True)


def test_a_setting_that_cannot_be_is_named_without_a_traceback(diary, monkeypatch):
    monkeypatch.setenv("DIARY_PORT", "99999")
    status, printed = diary("db", "check")
    assert status == 2
    assert printed.startswith("DIARY_PORT: ")


def test_an_unknown_command_says_which_there_are(diary):
    status, printed = diary("serf")
    assert status == 2
    assert "there is no command 'serf'" in printed
    assert "serve" in printed


def test_the_database_says_whether_it_fits(diary):
    assert diary("db", "check") == (0, "the database is at the newest migration and fits\n")
    assert diary("db", "upgrade")[0] == 0


def test_fresh_keys_are_keys(diary, monkeypatch):
    status, printed = diary("keys")
    lines = dict(line.split("=", 1) for line in printed.splitlines() if not line.startswith("#"))
    for name, value in lines.items():
        monkeypatch.setenv(name, value)
    assert status == 0
    assert set(lines) == {"DIARY_SECRET_KEY", "DIARY_ENCRYPTION_KEYS", "DIARY_INDEX_KEY"}
    assert diary("db", "check")[0] == 0
