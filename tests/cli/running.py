"""Running ``diary`` as a user does, in this process or in one of its own."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from diary.cli import main
from tests.policy.sources import ROOT


@dataclass(frozen=True, slots=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def diary(*arguments: str | Path, typed: str = "") -> Done:
    """What the command printed, and its exit code."""
    out, err = io.StringIO(newline=""), io.StringIO()
    typed_in = io.TextIOWrapper(
        io.BytesIO(typed.encode(errors="surrogateescape")), encoding="utf-8"
    )
    with (
        patch.object(sys, "stdin", typed_in),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main([str(argument) for argument in arguments])
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    return Done(code, out.getvalue(), err.getvalue())


def process(*arguments: str | Path, typed: str = "", modules: bool = False) -> Done:
    """The same as a process. With ``modules`` each module it imports is named on stderr."""
    program = [sys.executable, *(["-X", "importtime"] if modules else [])]
    done = subprocess.run(
        [*program, "-c", "from diary.cli import main; main()", *map(str, arguments)],
        input=typed.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
