"""``diary plans``: checked, shown, loaded, listed and moved from the command line."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from diary.services.plans import plan_of
from diary.store.care import Prompt
from diary.store.people import Organization, Patient
from tests.cli.running import Done, diary
from tests.cli.test_operate import add_clinic
from tests.factories import catalogue, make_patient, make_practitioner, make_services

SENDER = "+14325550100"
PREVIEW = ["plans", "preview"]
HERE = ["--timezone", "America/Chicago"]
INFUSED = ["--infusion", "2026-12-01T10:00"]
OWN = """
code = "own"
version = "{version}"
title = {{ en = "Own plan" }}

[[check_ins]]
code = "day"
after = "PT{hours}H"
window = "P1D"
reminder = "PT2H"
channel = "either"
questionnaires = ["daily"]
"""

pytestmark = pytest.mark.shows_private


def own_file(folder: Path, version: str = "1", hours: int = 4) -> Path:
    path = folder / f"own-{version}-{hours}.toml"
    path.write_text(OWN.format(version=version, hours=hours), encoding="utf-8")
    return path


def rows(*arguments: str | Path) -> list[dict]:
    done = diary(*PREVIEW, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_preview_names_the_moment_the_zone_what_is_asked_and_how():
    shown = diary(*PREVIEW, "ptsd", *HERE, *INFUSED, "--enrolled", "2026-11-28T09:00")
    lines = shown.stdout.splitlines()
    assert lines[0] == (
        "2026-11-28 09:05 CST  2026-11-28T15:05Z  baseline  pcl5 + phq9  either  reminder Sun 09:05"
    )
    assert "2026-12-01 13:40 CST  2026-12-01T19:40Z  hours-3  side_effects  text" in lines


def test_a_preview_shows_quiet_hours_and_what_falls_together():
    late = diary(*PREVIEW, "standard", *HERE, "--infusion", "2026-12-04T17:40", "--days", "2")
    assert "2026-12-05 09:00 CST  2026-12-05T15:00Z  hours-3  side_effects  text" in late.stdout
    assert "shifted from Fri 21:20" in late.stdout
    together = rows("standard", *HERE, *INFUSED, "--preferred", "18:00")
    seventh = next(row for row in together if row["check_ins"] == ["daily", "weekly"])
    assert seventh["local"] == "2026-12-07T18:00-06:00"
    assert seventh["questionnaires"] == ["daily", "phq9"]


def test_a_preview_for_machines_has_every_field_and_speaks_the_patients_language(tmp_path: Path):
    [row] = rows(own_file(tmp_path), *HERE, *INFUSED, "--language", "es", "--own-minute", "7")
    assert row["asks"].startswith("¿Qué tal hoy?")
    assert {key: row[key] for key in row if key != "asks"} == {
        "local": "2026-12-01T14:47-06:00",
        "zone": "CST",
        "utc": "2026-12-01T20:47+00:00",
        "check_ins": ["day"],
        "days": [0],
        "questionnaires": ["daily"],
        "closes": "2026-12-02T20:47+00:00",
        "channel": "either",
        "reminder": "2026-12-01T22:47+00:00",
        "shifted_from": None,
        "not_sent": None,
    }


def test_a_preview_shows_what_the_daily_cap_moves():
    both = ["--infusion", "2026-12-01T10:00", "--preferred", "10:30"]
    one = rows("depression", *HERE, *both, "--enrolled", "2026-12-01T08:00", "--prompts-a-day", "1")
    days = [row["local"][:10] for row in one if not row["not_sent"]]
    assert len(days) == len(set(days))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch", *HERE, *INFUSED], "there is no plan 'nosuch'"),
        (["nosuch.toml", *HERE, *INFUSED], "cannot be read"),
        (["standard", "--timezone", "Texas", *INFUSED], "not an IANA zone"),
        (["standard", "--timezone", "", *INFUSED], "not an IANA zone"),
        (["standard", "--timezone", "localtime", *INFUSED], "not an IANA zone"),
        (["standard", *HERE], "give an --infusion"),
        (["standard", *HERE, "--infusion", "tomorrow"], "not a date and time"),
        (["standard", *HERE, "--infusion", "9999-12-31T10:00"], "not a date and time"),
        (["standard", *HERE, "--infusion", "0001-01-01T10:00"], "not a date and time"),
        (["standard", *HERE, "--infusion", "2026-03-08T02:30"], "skip that time"),
        (["standard", *HERE, *INFUSED, "--enrolled", "x"], "not a date and time"),
        (["standard", *HERE, *INFUSED, "--preferred", "25:00"], "not a time like 09:00"),
        (["standard", *HERE, *INFUSED, "--preferred", "09:00Z"], "not a time like 09:00"),
        (["standard", *HERE, *INFUSED, "--language", "fr"], "must be en or es"),
        (["standard", *HERE, *INFUSED, "--opens", "07:00"], "between 08:00 and 21:00"),
        (["standard", *HERE, *INFUSED, "--closes", "22:00"], "between 08:00 and 21:00"),
        (["standard", *HERE, *INFUSED, "--prompts-a-day", "0"], "not a whole number"),
        (["standard", *HERE, *INFUSED, "--own-minute", "60"], "not a whole number"),
        (["standard", *HERE, *INFUSED, "--days", "-1"], "not a whole number"),
        (["standard", *HERE, *INFUSED, "--days", "²"], "not a whole number"),
    ],
)
def test_what_cannot_be_previewed_is_refused_in_one_line(arguments: list[str], said: str):
    refused = diary(*PREVIEW, *arguments)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""


def test_a_plan_file_is_checked(tmp_path: Path):
    assert diary("plans", "check", own_file(tmp_path)).stdout.endswith("good, own/1\n")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(OWN.format(version="1", hours=4).replace('"daily"', '"dayly"'))
    refused = diary("plans", "check", wrong)
    assert refused.returncode == 1
    assert "check-in 1 ('day'): asks unknown questionnaires" in refused.stderr
    assert diary("plans", "check", tmp_path / "none.toml").returncode == 1


def test_what_comes_with_the_program_is_listed():
    listed = diary("plans", "list").stdout
    for code in ("depression/1", "induction/1", "maintenance/1", "ptsd/1", "standard/1"):
        assert code in listed


@pytest.fixture(name="clinic")
def _clinic(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)
    assert add_clinic("--spread", "0").returncode == 0
    return SENDER


def plans(*arguments: str | Path, clinic: str) -> Done:
    return diary("plans", *arguments, "--clinic", clinic)


def test_a_plan_is_loaded_listed_and_its_patients_moved(
    tmp_path: Path, clinic: str, database_url: str
):
    assert plans("load", own_file(tmp_path), clinic=clinic).returncode == 0
    services = make_services(database_url)
    with services.sessions.begin() as session:
        organization = session.scalars(select(Organization)).one()
        patient = make_patient(session, make_practitioner(session, organization), plan="own")
    again = plans("load", own_file(tmp_path, "2", hours=6), clinic=clinic)
    assert "own/2: loaded" in again.stdout
    listed = plans("list", clinic=clinic).stdout.splitlines()
    assert any(line.split()[:3] == ["own/1", "older", "1"] for line in listed)
    assert any(line.split()[:3] == ["own/2", "newest", "0"] for line in listed)
    assert plans("move", "own", clinic=clinic).stdout == "own/2: 1 patients moved\n"
    assert plans("move", "own", clinic=clinic).stdout == "own/2: 0 patients moved\n"
    with services.readers() as session:
        moved = session.get_one(Patient, patient.id)
        assert moved.plan == "own/2"
        assert plan_of(session, catalogue(), moved).check_ins[0].when.after.seconds == 6 * 3600
    services.engine.dispose()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["move", "nosuch"], "the clinic has no such plan; it has depression"),
        (["load", "none.toml"], "cannot be read"),
    ],
)
def test_what_cannot_be_loaded_or_moved_is_refused(clinic: str, arguments: list[str], said: str):
    refused = plans(*arguments, clinic=clinic)
    assert (refused.returncode, said in refused.stderr) == (2, True)


def test_another_plan_under_a_version_that_exists_is_refused(tmp_path: Path, clinic: str):
    plans("load", own_file(tmp_path), clinic=clinic)
    refused = plans("load", own_file(tmp_path, "1", hours=6), clinic=clinic)
    assert refused.returncode == 2
    assert "give it a new version" in refused.stderr


def test_a_clinic_that_is_not_there_is_named(tmp_path: Path, clinic: str):
    refused = plans("load", own_file(tmp_path), clinic=f"{clinic}9")
    assert (refused.returncode, "--clinic" in refused.stderr) == (2, True)


def test_other_hours_of_a_clinic_hold_for_what_was_not_sent(clinic: str, database_url: str):
    services = make_services(database_url)
    with services.sessions.begin() as session:
        organization = session.scalars(select(Organization)).one()
        make_patient(session, make_practitioner(session, organization))
    texting = ["clinic", "texting", "--sender", clinic]
    done = diary(*texting, "--opens", "11:00", "--prompts-a-day", "2")
    assert "11:00 to 20:00, 2 a day, spread over 0 minutes; 1 patients" in done.stdout
    with services.readers() as session:
        dues = session.scalars(select(Prompt.due_at).where(Prompt.check_in == "baseline-daily"))
        assert {due.hour for due in dues} == {17}
    for wrong in (["--opens", "06:00"], ["--closes", "21:30"], ["--opens", "late"]):
        refused = diary(*texting, *wrong)
        assert refused.returncode == 2
    with services.readers() as session:
        assert session.scalars(select(Organization)).one().quiet_until_local.hour == 11
    services.engine.dispose()
