"""What the rules of the house are checked on: every file that is, or is about to be, committed."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root; generated and ignored files are not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(Path(name) for name in listed.split("\0") if (ROOT / name).is_file()))


def under(*folders: str, suffix: str = "") -> list[Path]:
    """Files in these folders whose names end with ``suffix``."""
    return [
        path
        for path in files()
        if path.name.endswith(suffix) and (not folders or path.parts[0] in folders)
    ]


@cache
def text(path: Path) -> str:
    """What a file says; empty if it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text(path), filename=str(path))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The full names of the modules that a Python file imports, wherever it does so."""
    return tuple(_imports(path))


def belongs_to(name: str, package: str) -> bool:
    """Whether a module is ``package`` or lies in it."""
    return name == package or name.startswith(f"{package}.")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
