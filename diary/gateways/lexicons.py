"""The danger lexicon from its files."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

from diary.domain.lexicon import Lexicon, LexiconError, parse_lexicon
from diary.domain.second_net import SecondNet, parse_second_net

SECOND_NET = "second_net.json"


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon in the ``*.toml`` files of ``folder``, all languages together, and its net.

    ``LexiconError`` names the file that is not TOML, or the rule that cannot be.
    """
    return replace(load_rules(folder), second_net=_second_net(folder))


def load_rules(folder: Path) -> Lexicon:
    """The rules alone; raises as ``load_lexicon`` does."""
    tables = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables.append(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LexiconError(f"{path.name}: {error}") from error
    if not tables:
        raise LexiconError(f"no lexicon files in {folder}")
    return parse_lexicon(tables)


def _second_net(folder: Path) -> SecondNet | None:
    """The net beside the rules; a clinic that wants none takes the file away."""
    path = folder / SECOND_NET
    if not path.exists():
        return None
    try:
        return parse_second_net(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
