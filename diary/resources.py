"""Where templates and data files lie, in a wheel or in a checkout: the only path arithmetic."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """The Jinja templates: inside the package in a wheel, beside it in a checkout."""
    packed = _PACKAGE / "templates"
    return packed if packed.is_dir() else _PACKAGE.parent / "templates"


def migrations_folder() -> Path:
    return _PACKAGE / "migrations"


def instruments_folder() -> Path:
    return _PACKAGE / "instruments"


def plans_folder() -> Path:
    return _PACKAGE / "plans"


def lexicons_folder() -> Path:
    return _PACKAGE / "lexicons"


def crisis_lines_folder() -> Path:
    return _PACKAGE / "crisis_lines"


def static_folder() -> Path:
    return _PACKAGE / "static"


def translations_folder() -> Path:
    return _PACKAGE / "translations"
