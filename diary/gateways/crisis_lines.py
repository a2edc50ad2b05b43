"""The crisis lines from their TOML files, one a country."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from diary.domain.crisis_lines import CrisisHelp, CrisisLinesError, parse_crisis_help
from diary.gateways.catalogue import CatalogueError, read_toml


def load_crisis_help(folder: Path, *own_folders: Path) -> Mapping[str, CrisisHelp]:
    """Every country's lines by its code; ``CatalogueError`` names the file that is wrong.

    Own folders come after: a file there replaces the shipped lines of its country, or adds one.
    """
    found: dict[str, CrisisHelp] = {}
    for place in (folder, *own_folders):
        if not place.is_dir():
            raise CatalogueError(f"{place}: is no folder")
        for path in sorted(place.glob("*.toml")):
            try:
                lines = parse_crisis_help(read_toml(path))
            except CrisisLinesError as error:
                raise CatalogueError(f"{path}: {error}") from error
            if path.stem != lines.country.lower():
                raise CatalogueError(f"{path}: holds the lines of {lines.country!r}")
            found[lines.country] = lines
    return MappingProxyType(found)
