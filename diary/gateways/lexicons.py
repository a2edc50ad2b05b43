"""The danger lexicon from its files."""

import tomllib
from pathlib import Path

from diary.domain.lexicon import Lexicon, LexiconError, parse_lexicon


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon in the ``*.toml`` files of ``folder``, all languages together.

    ``LexiconError`` names the file that is not TOML, or the rule that cannot be.
    """
    tables = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables.append(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LexiconError(f"{path.name}: {error}") from error
    if not tables:
        raise LexiconError(f"no lexicon files in {folder}")
    return parse_lexicon(tables)
