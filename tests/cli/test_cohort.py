"""``diary cohort`` prints what many patients' scores say together."""

import json
from pathlib import Path

from tests.cli.running import diary
from tests.domain.test_cohort_report import INFUSIONS, SCORES


def test_two_files_become_a_report_and_a_wrong_one_is_refused(tmp_path: Path):
    scores, infusions = tmp_path / "scores.csv", tmp_path / "infusions.csv"
    scores.write_text(SCORES)
    infusions.write_text(INFUSIONS)
    asked = ("cohort", scores, infusions, "--by", "route", "--instrument")
    done = diary(*asked, "phq9")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert (report["counting"], report["by"], report["everybody"]["followed"]) == (
        "first",
        "route",
        4,
    )
    rating = diary(*asked, "daily/mood")
    assert (rating.returncode, rating.stdout) == (2, "")
    scores.write_text("patient,at,value\nann,2026-01-04,28\n")
    refused = diary(*asked, "phq9")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"{scores}, row 2, column value: 28 is not between 0 and 27" in refused.stderr
