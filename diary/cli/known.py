"""The questionnaires that commands know: the program's, and those of an own folder."""

from collections.abc import Mapping
from pathlib import Path

from diary.domain.questionnaire import Questionnaire
from diary.gateways.catalogue import load_questionnaires
from diary.resources import instruments_folder
from diary.settings import ContentFolders


def known_questionnaires() -> Mapping[str, Questionnaire]:
    """By code, as the service has them; ``CatalogueError`` names a file that cannot be used."""
    own = ContentFolders().own_instruments
    return load_questionnaires(instruments_folder(), *([Path(own)] if own else []))
