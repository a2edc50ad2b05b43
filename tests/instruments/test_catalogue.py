"""Reading a folder of questionnaire files, and a clinic's own beside it."""

import pytest

from diary.bootstrap import load_catalogue
from diary.domain.change_rules import rules_for_score
from diary.gateways.catalogue import CatalogueError, check_file, load_questionnaires
from diary.resources import plans_folder
from tests.cli.running import diary
from tests.instruments.shipped import FOLDER, SHIPPED


def own(tmp_path, text, name="mine.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def shipped(code):
    return (FOLDER / f"{code}.toml").read_text(encoding="utf-8")


def test_a_clinic_can_load_its_own_text_of_a_form_that_is_not_shipped(tmp_path):
    text = shipped("qids_sr16").replace('version = "1"', 'version = "clinic-1"')
    text = "\n".join(line for line in text.splitlines() if not line.startswith("text_withheld"))
    own(tmp_path, text.replace("kind =", 'text = "A question."\nkind ='))
    qids = load_questionnaires(FOLDER, tmp_path)["qids_sr16"]
    assert qids.is_askable
    assert len(qids.groups) == 16
    assert qids.scoring == SHIPPED["qids_sr16"].scoring


def test_a_clinics_own_marks_of_change_go_before_the_published(tmp_path):
    """SD and reliability of its own patients give the reliable change of Jacobson and Truax."""
    text = shipped("phq9").replace('version = "1"', 'version = "clinic-1"')
    own(tmp_path, text.replace("reliable = 6", "sd = 5.0\nreliability = 0.86"))
    rules = rules_for_score(load_catalogue(str(tmp_path)).questionnaires["phq9"])
    assert rules.reliable_change == pytest.approx(1.96 * 2**0.5 * 5 * 0.14**0.5)
    assert rules_for_score(load_catalogue().questionnaires["phq9"]).reliable_change == 6


def test_what_is_wrong_with_an_own_folder_is_said_when_the_program_starts(tmp_path, monkeypatch):
    monkeypatch.setenv("DIARY_DATABASE_URL", "sqlite:///:memory:")
    monkeypatch.setenv("DIARY_OWN_INSTRUMENTS", str(tmp_path / "nowhere"))
    absent = diary("stats")
    assert (absent.returncode, absent.stdout) == (2, "")
    assert "must be a folder" in absent.stderr
    wrong = own(tmp_path, "code = 1")
    monkeypatch.setenv("DIARY_OWN_INSTRUMENTS", str(tmp_path))
    refused = diary("stats")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{wrong}: ")


def test_commands_know_an_own_folder_as_the_service_does(tmp_path, monkeypatch):
    text = shipped("phq2").replace('code = "phq2"', 'code = "ours"')
    own(tmp_path, text)
    plan = tmp_path.parent / "plan.toml"
    daily = (plans_folder() / "standard.toml").read_text(encoding="utf-8")
    plan.write_text(daily.replace('["phq9"]', '["ours"]'), encoding="utf-8")
    assert diary("plans", "check", plan).returncode == 1
    monkeypatch.setenv("DIARY_OWN_INSTRUMENTS", str(tmp_path))
    assert diary("plans", "check", plan).returncode == 0
    assert "ours" in diary("instruments", "list").stdout
    monkeypatch.setenv("DIARY_OWN_INSTRUMENTS", str(tmp_path / "nowhere"))
    refused = diary("instruments", "list")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "must be a folder" in refused.stderr


def test_a_file_that_replaces_a_shipped_one_needs_a_version_of_its_own(tmp_path):
    own(tmp_path, shipped("phq9"))
    with pytest.raises(CatalogueError, match=r"mine\.toml: replaces 'phq9'"):
        load_questionnaires(FOLDER, tmp_path)


def test_two_files_of_one_folder_may_not_share_a_code(tmp_path):
    own(tmp_path, shipped("phq9"), "a.toml")
    own(tmp_path, shipped("phq9"), "b.toml")
    with pytest.raises(CatalogueError, match=r"b\.toml.*'phq9'"):
        load_questionnaires(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"code = ", "is not TOML"),
        (b"code = \xff", "is not UTF-8"),
        (b"code = " + b"9" * 5000, "is not TOML"),
        (b"code = " + b"[" * 50_000, "is not TOML"),
        (b"", "needs a text 'code'"),
        (b"items = 3", "'items' must be a list of tables"),
    ],
)
def test_the_error_names_the_file_and_the_check_names_the_problem(tmp_path, content, message):
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match=r"mine\.toml") as caught:
        load_questionnaires(tmp_path)
    assert message in str(caught.value)
    assert any(message in str(problem) for problem in check_file(path))


def test_a_folder_that_is_not_there_is_an_error_not_an_empty_catalogue(tmp_path):
    with pytest.raises(CatalogueError, match="is no folder"):
        load_questionnaires(tmp_path / "nowhere")


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    assert "cannot be read" in str(check_file(tmp_path / "nowhere.toml")[0])
