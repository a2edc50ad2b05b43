"""``diary trend`` prints what the statistics say as JSON."""

import json
from pathlib import Path

import pytest

from tests.cli.running import diary


def files(tmp_path: Path, scores: str, infusions: str = "at\n2026-01-05\n") -> tuple[Path, Path]:
    paths = tmp_path / "scores.csv", tmp_path / "infusions.csv"
    for path, text in zip(paths, (scores, infusions), strict=True):
        path.write_text(text)
    return paths


def test_scores_and_infusions_become_a_report(tmp_path: Path):
    scores, infusions = files(tmp_path, "at,value\n2026-01-04,20\n2026-01-12,15\n2026-02-01,6\n")
    done = diary("trend", scores, "--instrument", "phq9", "--infusions", infusions)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["instrument"] == "phq9"
    assert report["baseline"]["value"] == 20
    assert report["latest"]["change"] == -14
    assert report["series"]["infusions"] == 1


def test_as_of_a_date_nothing_later_is_seen(tmp_path: Path):
    scores, infusions = files(
        tmp_path, "at,value\n2026-01-04,20\n2026-01-12T18:00,15\n2026-02-01,6"
    )
    done = diary("trend", scores, "--instrument", "phq9", "--infusions", infusions,
                 "--as-of", "2026-01-12")  # fmt: skip
    assert json.loads(done.stdout)["latest"]["value"] == 15


def test_a_daily_rating_is_a_series_too(tmp_path: Path):
    scores, _ = files(tmp_path, "at,value\n2026-01-04,2\n2026-01-05,6.5\n")
    done = diary("trend", scores, "--instrument", "daily/mood", "--timezone", "America/Chicago")
    report = json.loads(done.stdout)
    assert report["series"]["kind"] == "daily"
    assert report["series"]["first_at"].endswith("-06:00")


def test_a_score_of_an_infusions_day_that_cannot_be_placed_is_refused(tmp_path: Path):
    scores, infusions = files(tmp_path, "at,value\n2026-01-05T08:00,20\n2026-01-12,8\n")
    done = diary("trend", scores, "--instrument", "phq9", "--infusions", infusions)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{scores}, row 2, column at: 2026-01-05T08:00" in done.stderr
    assert f"{infusions}, row 2" in done.stderr


def test_a_file_that_is_not_utf8_is_named_with_its_row(tmp_path: Path):
    scores = tmp_path / "scores.csv"
    scores.write_bytes(b"at,value,note\n2026-01-04,20,caf\xe9\n")
    done = diary("trend", scores, "--instrument", "phq9")
    assert (done.returncode, done.stderr) == (2, f"{scores}, row 2: is not UTF-8\n")


WELLBEING = """
code = "wellbeing"
version = "1"
title = "Wellbeing"
recall = "two weeks"
text_withheld = "The clinic has it on paper."

[source]
citation = "The clinic's own"
licence = "Its own"
permission = "Its own"

[[items]]
link_id = "1"
kind = "rating"
name = "calm"
minimum = 0
maximum = 5

[[items]]
link_id = "2"
kind = "rating"
name = "active"
minimum = 0
maximum = 5

[scoring]
method = "weighted_sum"
weights = { 1 = 10, 2 = 10 }

[change]
high_is_good = true
reliable = 20
remission_at_least = 80
recovered_at_least = 60
source = "The clinic."
"""


def test_a_clinics_own_scale_on_which_high_is_good(tmp_path: Path):
    """From 20 to 80 is a gain of 60, half lost at 50; 40 is a quarter of the way from 20 to 100."""
    own = tmp_path / "wellbeing.toml"
    own.write_text(WELLBEING)
    assert diary("instruments", "check", own).returncode == 0
    scores, infusions = files(
        tmp_path,
        "at,value\n2026-01-04,20\n2026-01-12,80\n2026-01-19,60\n2026-01-26,40\n2026-01-30,40\n",
    )
    done = diary("trend", scores, "--instrument", own, "--infusions", infusions)
    report = json.loads(done.stdout)
    best, latest, course = report["best"], report["latest"], report["courses"][0]
    assert report["instrument"] == "wellbeing"
    assert (best["response"], best["remission"], best["class"]) == (True, True, "recovered")
    assert (latest["response"], latest["reliable_change"]) == (False, "improved")
    assert latest["improvement_percent"] == 25
    assert (course["gain"], course["half_gain_line"]) == (60, 50)
    assert course["return"]["day"] == 14 + 7 / 2
    by_sample = own.with_name("by_sample.toml")
    by_sample.write_text(WELLBEING.replace("reliable = 20", "sd = 7.5\nreliability = 0.8"))
    done = diary("trend", scores, "--instrument", by_sample)
    assert json.loads(done.stdout)["rules"]["reliable_change"] == pytest.approx(9.2971, abs=1e-4)
    wrong = own.with_name("wrong.toml")
    wrong.write_text(WELLBEING.replace("recovered_at_least", "recovered_at_most"))
    refused = diary("trend", scores, "--instrument", wrong)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "'recovered_at_most' has no meaning where high_is_good is true" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "points"),
    [(("--reliable-change", "13"), 13), (("--sd", "7.5", "--reliability", "0.8"), 9.2967)],
)
def test_a_clinics_own_reliable_change_goes_before_the_published(tmp_path: Path, arguments, points):
    """Jacobson & Truax 1991: SD 7.5 and r .80 give a standard error of the difference of 4.74."""
    scores, infusions = files(tmp_path, "at,value\n2026-01-04,20\n2026-01-12,8\n")
    done = diary("trend", scores, "--instrument", "phq9", "--infusions", infusions, *arguments)
    report = json.loads(done.stdout)
    assert report["rules"]["reliable_change"] == pytest.approx(points, abs=0.001)
    assert report["latest"]["reliable_change"] == ("improved" if points < 12 else "unchanged")


@pytest.mark.parametrize(
    ("scores", "arguments", "said"),
    [
        ("at,value\n2026-01-04,28\n", ("--instrument", "phq9"), "not between 0 and 27"),
        ("at,value\nsoon,20\n", ("--instrument", "phq9"), "row 2, column at"),
        ("when,value\n", ("--instrument", "phq9"), "no column at"),
        ("at,value\n", ("--instrument", "foo"), "no instrument 'foo'"),
        ("at,value\n", ("--instrument", "daily"), "daily/mood"),
        ("at,value\n", ("--instrument", "daily/foo"), "no rating 'foo'"),
        ("at,value\n", ("--instrument", "phq9", "--timezone", "Mars"), "Mars"),
        ("at,value\n", ("--instrument", "phq9", "--as-of", "soon"), "soon"),
        ("at,value\n", ("--instrument", "phq9", "--course-gap-days", "0"), "more than 0"),
        ("at,value\n", ("--instrument", "phq9", "--course-gap-days", "1e300"), "at most 3650"),
        ("at,value\n", ("--instrument", "phq9", "--as-of", "0001-01-01"), "1900 and 2199"),
        ("at,value\n", ("--instrument", "phq9", "--sd", "6"), "belong together"),
        ("at,value\n", ("--instrument", "phq9", "--reliable-change", "nan"), "more than 0"),
        ("at,value\n", ("--instrument", "daily/mood", "--reliable-change", "3"), "own spread"),
        ("at,value\n", ("--instrument", "side_effects"), "side_effects has no total"),
        ("at,value\n", ("--instrument", "own.toml"), "own.toml: cannot be read"),
        ("at,value\n", ("--instrument", "phq9", "--infusions", "none.csv"), "No such file"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(tmp_path: Path, scores, arguments, said):
    path, _ = files(tmp_path, scores)
    done = diary("trend", path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
