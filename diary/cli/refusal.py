"""Saying plainly that a command cannot be done as asked."""

import sys
from pathlib import Path
from typing import NoReturn


def refuse(message: str) -> NoReturn:
    """End the command with ``message`` on standard error and exit code 2."""
    print(message, file=sys.stderr)
    sys.exit(2)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without its mark; refuses what cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        refuse(f"{path}, row {row}: is not UTF-8")
