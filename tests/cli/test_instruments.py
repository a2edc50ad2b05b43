"""``diary score`` and ``diary instruments``."""

from pathlib import Path

import pytest

from tests.cli.running import ROOT, diary, process

ANSWERS = "id,1,2,3,4,5,6,7,8,9\na7,2,3,1,1,0,2,1,0,0\nb2,2,,1,1,0,2,1,0,0\nc3,2,3,1,1,0,2,1,0,9\n"
SCORES = (
    "id,total,status,band,flags,depressive_syndrome\n"
    "a7,10,complete,moderate,,other\n"
    "b2,7.88,prorated,mild,prorated,other\n"
    "c3,,invalid,,off_scale:9,cannot tell\n"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_scored(tmp_path: Path, mark: str, end: str):
    file = tmp_path / "answers.csv"
    file.write_bytes((mark + ANSWERS.replace("\n", end)).encode())
    done = diary("score", "phq9", file)
    assert (done.stdout, done.stderr, done.returncode) == (SCORES, "", 0)


def test_a_table_can_come_from_standard_input():
    assert process("score", "phq9", "-", typed=ANSWERS).stdout == SCORES


@pytest.mark.parametrize(
    ("code", "content", "said"),
    [
        ("foo", b"1\n1\n", "no questionnaire 'foo'"),
        ("daily", b"mood\n1\n", "no total"),
        ("phq9", b"x\n1\n", "column '1' of phq9 is missing"),
        ("phq9", b"", "no heading"),
        ("phq9", b"1,\xff\n", "not UTF-8"),
        ("phq9", None, "No such file"),
    ],
)
def test_what_cannot_be_scored_is_said_plainly(tmp_path: Path, code, content, said):
    file = tmp_path / "answers.csv"
    if content is not None:
        file.write_bytes(content)
    done = diary("score", code, file)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_every_questionnaire_is_listed():
    listed = diary("instruments", "list").stdout
    codes = {path.stem for path in (ROOT / "diary/instruments").glob("*.toml")}
    assert {line.split()[0] for line in listed.splitlines()} == codes
    assert "scored only" in listed


def test_a_good_file_is_good_and_a_bad_one_is_told_every_mistake(tmp_path: Path):
    good = diary("instruments", "check", ROOT / "diary/instruments/phq9.toml")
    assert good.returncode == 0
    bad = tmp_path / "bad.toml"
    bad.write_text('code = "x"\n')
    done = diary("instruments", "check", bad)
    assert done.returncode == 1
    assert "has no items" in done.stderr
    assert "citation" in done.stderr
    for content in ("= =", None):
        bad.write_text(content) if content else bad.unlink()
        assert diary("instruments", "check", bad).returncode == 1
