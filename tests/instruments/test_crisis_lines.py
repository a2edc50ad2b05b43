"""The crisis lines: with their source, true to the texts, replaced by a clinic's own."""

import re
from pathlib import Path

import pytest

from diary.bootstrap import load_catalogue
from diary.domain.crisis_lines import CrisisLinesError, parse_crisis_help
from diary.gateways.catalogue import CatalogueError
from diary.resources import crisis_lines_folder, templates_folder
from diary.services import crisis_help
from diary.store.people import Organization
from tests.factories import catalogue

SHIPPED = (crisis_lines_folder() / "us.toml").read_text(encoding="utf-8")


def test_every_number_that_a_safety_text_names_is_among_the_lines():
    said = {number for line in crisis_help.everywhere(catalogue()).lines
            for text in (line.call, line.text, *line.says.values()) if text
            for number in re.findall(r"\d{3,}", text)}  # fmt: skip
    texts = (templates_folder() / "sms").rglob("safety_*.txt")
    named = {n for path in texts for n in re.findall(r"\d{3,}", path.read_text(encoding="utf-8"))}
    assert {"911", "988"} <= named <= said


@pytest.mark.parametrize("sender", ["+14325550100", "12345", "+34600000000", "nonsense"])
def test_a_clinic_has_the_lines_of_its_number_or_those_that_are_shipped(sender: str):
    found = crisis_help.of_clinic(catalogue(), Organization(sender=sender))
    assert found.country == "US"
    assert found.source


def test_own_lines_replace_those_of_their_country(tmp_path: Path):
    own = SHIPPED.replace('call = "988"', 'call = "432-555-0100"')
    (tmp_path / "us.toml").write_text(own, encoding="utf-8")
    loaded = load_catalogue(own_crisis_lines=str(tmp_path))
    found = crisis_help.of_clinic(loaded, Organization(sender="+14325550100"))
    assert "432-555-0100" in [line.call for line in found.lines]


@pytest.mark.parametrize(
    ("name", "was", "becomes", "said"),
    [
        ("us", 'code = "emergency"', 'code = "other"', "needs a line with the code 'emergency'"),
        ("us", 'call = "911"', "", "line 1: needs a number to 'call' or to 'text'"),
        ("us", '"2026-11-18"', '"yesterday"', "'checked_on' must be a day"),
        ("us", "[source]", "[sources]", "needs a text 'citation'"),
        ("us", 'country = "US"', "country = ", "is not TOML"),
        ("ca", "", "", "holds the lines of 'US'"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, name: str, was: str, becomes: str, said: str):
    (tmp_path / f"{name}.toml").write_text(SHIPPED.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_catalogue(own_crisis_lines=str(tmp_path))


def test_a_day_that_is_missing_is_said_once(tmp_path: Path):
    without = SHIPPED.replace("checked_on", "# checked_on", 1)
    (tmp_path / "us.toml").write_text(without, encoding="utf-8")
    with pytest.raises(CatalogueError, match="needs a text 'checked_on'") as refused:
        load_catalogue(own_crisis_lines=str(tmp_path))
    assert str(refused.value).count("checked_on") == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(CatalogueError, match="is no folder"):
        load_catalogue(own_crisis_lines=str(tmp_path / "nowhere"))


def test_an_empty_file_says_all_that_is_missing():
    with pytest.raises(CrisisLinesError, match=r"'country'.*'not_watched'.*'emergency'"):
        parse_crisis_help({})
