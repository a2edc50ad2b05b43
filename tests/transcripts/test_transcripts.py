"""Whole conversations, replayed through stored state: what was agreed is what still happens.

``pytest tests/transcripts --update-transcripts`` writes the files anew; read the difference.
"""

import tomllib
from pathlib import Path

import pytest

from diary.gateways.catalogue import load_questionnaires
from diary.gateways.lexicons import load_lexicon
from diary.gateways.wording import TemplateWording
from diary.resources import instruments_folder, lexicons_folder, templates_folder
from diary.services.catalogue import Catalogue
from diary.simulation.transcript import play

FOLDER = Path(__file__).parent
STORIES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture(scope="module", name="catalogue")
def _catalogue() -> Catalogue:
    return Catalogue(
        questionnaires=load_questionnaires(instruments_folder()),
        plans={},
        lexicon=load_lexicon(lexicons_folder()),
        wording=TemplateWording(templates_folder() / "sms"),
    )


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_conversation_goes_as_written(
    path: Path, catalogue: Catalogue, request: pytest.FixtureRequest
):
    text = path.read_text(encoding="utf-8")
    played = play(text, catalogue)
    if request.config.getoption("--update-transcripts"):
        path.write_text(played, encoding="utf-8")
    else:
        assert played == text


def test_there_are_sixty_stories_in_both_languages():
    told = [tomllib.loads(path.read_text(encoding="utf-8")) for path in STORIES]
    languages = [story["language"] for story in told]
    assert len(told) >= 60
    assert min(languages.count("en"), languages.count("es")) >= 20
    assert len({story["title"] for story in told}) == len(told)
