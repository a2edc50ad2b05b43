"""The danger lexicon from its files."""

import json
from dataclasses import replace
from pathlib import Path

from diary.domain.lexicon import Lexicon, LexiconError, parse_lexicon
from diary.domain.second_net import SecondNet, parse_second_net
from diary.gateways.catalogue import CatalogueError, read_toml

SECOND_NET = "second_net.json"


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon in the ``*.toml`` files of ``folder``, all languages together, and its net.

    ``CatalogueError`` names the file that is not TOML, or the rule that cannot be.
    """
    return replace(load_rules(folder), second_net=_second_net(folder))


def load_rules(folder: Path) -> Lexicon:
    """The rules alone; raises as ``load_lexicon`` does."""
    tables = [read_toml(path) for path in sorted(folder.glob("*.toml"))]
    if not tables:
        raise CatalogueError(f"no lexicon files in {folder}")
    try:
        return parse_lexicon(tables)
    except LexiconError as error:
        raise CatalogueError(f"{folder}: {error}") from error


def _second_net(folder: Path) -> SecondNet | None:
    """The net beside the rules; a clinic that wants none takes the file away."""
    path = folder / SECOND_NET
    if not path.exists():
        return None
    try:
        return parse_second_net(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
