"""``diary explain`` shows how a text is read, one JSON object a text."""

import json
from pathlib import Path

import pytest

from tests.cli.running import diary, process

EXAMPLES = [
    ("en", "daily/mood", "7/10", {"answers": {"mood": 7}, "unclear": None}),
    ("en", "daily", "6 3", {"answers": {"mood": 6, "distress": 3}, "unclear": "part"}),
    ("es", "daily", "6 3 7.5", {"answers": {"mood": 6, "distress": 3, "sleep_hours": 7.5}}),
    ("es", "daily/sleep_hours", "siete y media", {"answers": {"sleep_hours": 7.5}}),
    ("en", "phq9", "2 2 1 1 0 0 1 0 0", {"answers": {
        "1": 2, "2": 2, "3": 1, "4": 1, "5": 0, "6": 0, "7": 1, "8": 0, "9": 0}, "unclear": None}),
    ("en", "phq9", "2 2 1", {"answers": {"1": 2, "2": 2, "3": 1}, "unclear": "part"}),
    ("es", "phq9/9", "varios días", {"answers": {"9": 1}}),
    ("en", "side_effects", "1 and 3", {"answers": {"side_effects": [1, 3]}, "unclear": None}),
    ("en", "pcl5/1", "quite a bit", {"answers": {"1": 3}}),
    ("en", "daily/mood", "11", {"answers": None, "unclear": "off_scale"}),
    ("en", "daily/mood", "banana", {"answers": None, "unclear": "no_answer"}),
    ("en", "daily", "", {"answers": None, "unclear": "no_answer"}),
    ("en", "daily", "skip", {"command": "skip", "answers": None, "unclear": None}),
    ("es", None, "pausa 3 dias", {"command": "pause", "opt_out": False}),
    ("en", "daily", "STOP", {"opt_out": True, "command": "stop", "answers": None}),
    ("en", "daily", "please stop texting me", {"opt_out": True, "command": None}),
    ("en", "daily", "I cant stop crying", {"opt_out": False}),
    ("es", None, "no más mensajes", {"opt_out": True}),
    ("en", "daily", "2 9 3, i want to kill myself", {
        "answers": {"mood": 2, "distress": 9, "sleep_hours": 3}, "unclear": None}),
    ("en", None, "6 3 7", {"answers": None, "unclear": None, "danger": None, "command": None}),
]  # fmt: skip


def test_the_example_of_the_documentation():
    done = process("explain", "--language", "en", "--asking", "daily/mood", "7/10")
    assert json.loads(done.stdout) == {
        "opt_out": False, "danger": None, "command": None, "answers": {"mood": 7}, "unclear": None,
    }  # fmt: skip
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert '"mood": 7}' in done.stdout


def test_texts_of_every_kind_are_read_line_by_line():
    lines = [
        json.dumps({"text": text, "language": language, "asking": asking})
        for language, asking, text, _ in EXAMPLES
    ]
    done = diary("explain", "--jsonl", typed="\n".join(lines))
    assert done.returncode == 0, done.stderr
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(read) == len(EXAMPLES)
    for found, (*asked, expected) in zip(read, EXAMPLES, strict=True):
        assert set(found) == {"opt_out", "danger", "command", "answers", "unclear"}
        assert {key: found[key] for key in expected} == expected, asked


def test_danger_names_its_tier_and_its_rule():
    found = json.loads(diary("explain", "i want to kill myself").stdout)["danger"]
    assert found["tier"] == "A"
    assert set(found) == {"tier", "rule"}
    assert found["rule"]


def test_the_options_are_the_defaults_of_the_lines():
    done = diary("explain", "--jsonl", "--asking", "daily/mood", "--language", "es",
                 typed='{"text": "siete"}\n\n{"text": "seis", "asking": null}\n')  # fmt: skip
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["answers"] == {"mood": 7}
    assert second["answers"] is None


def test_a_text_may_begin_with_a_dash_and_hold_anything():
    assert json.loads(diary("explain", "--asking", "daily/mood", "-5").stdout)["answers"] is None
    typed = '{"text": "\\ud800 \\u0000 7", "asking": "daily/mood"}'
    assert diary("explain", "--jsonl", typed=typed).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--asking", "foo", "7"), "no questionnaire 'foo'"),
        (("--asking", "daily/foo", "7"), "no item 'foo'"),
        (("--language", "fr", "7"), "'fr'"),
        ((), "text"),
        (("--jsonl", "7"), "text"),
    ],
)
def test_what_there_is_not_is_said_plainly(arguments, said):
    done = diary("explain", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "line",
    ['{"text": "7"', "[]", '{"text": 7}', "{}", '{"text": "7", "asking": "foo"}',
     '{"text": "7", "language": "fr"}', '{"text": "7", "language": 1}',
     '{"text": "7", "asking": []}', "[" * 100_000],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(line: str):
    done = diary("explain", "--jsonl", typed=f"\n{line}\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 2:" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_read_before_a_wrong_line_is_printed():
    done = diary("explain", "--jsonl", typed='{"text": "hello"}\n{"text": 7}\n{"text": "7"}\n')
    assert (done.returncode, done.stdout.count("\n")) == (2, 1)


def test_ten_thousand_lines_are_answered_line_by_line():
    lines = [
        json.dumps({"text": f"{text} {n % 97}", "language": language, "asking": asking})
        for n in range(500)
        for language, asking, text, _ in EXAMPLES
    ]
    done = process("explain", "--jsonl", typed="\n".join(lines))
    assert (done.returncode, done.stdout.count("\n")) == (0, 10_000)


HEAVY = {"twilio", "flask", "apscheduler", "numpy", "scipy", "sqlalchemy", "babel"}


def test_a_lexicon_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, monkeypatch):
    (tmp_path / "ours.toml").write_text('[[rules]]\nname = "odd"\n', encoding="utf-8")
    monkeypatch.setattr("diary.cli.explain.lexicons_folder", lambda: tmp_path)
    done = diary("explain", "hello")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path}: odd: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("--help",), ("explain", "hello"), ("score", "--help")])
def test_a_small_command_does_not_load_the_whole_house(arguments):
    done = process(*arguments, modules=True)
    assert done.returncode == 0
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert loaded & HEAVY == set()
