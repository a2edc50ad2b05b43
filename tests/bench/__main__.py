"""``python -m tests.bench [NAME ...]``: every measurement that lies in this folder, or those named.

Each is a module that prints its figures when it is run, in a process of its own.
"""

import pkgutil
import subprocess
import sys
import time

import tests.bench


def measurements() -> list[str]:
    """What can be measured, by name."""
    names = (module.name for module in pkgutil.iter_modules(tests.bench.__path__))
    return sorted(name for name in names if not name.startswith("_"))


def main(asked: list[str]) -> int:
    """Print the measurements; 2 for a name that is none, 1 if one failed."""
    known = measurements()
    if unknown := [name for name in asked if name not in known]:
        sys.stderr.write(f"no measurement {', '.join(unknown)}; there are {', '.join(known)}\n")
        return 2
    failed = 0
    for name in asked or known:
        began = time.monotonic()
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        done = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
        failed += done.returncode != 0
        sys.stdout.write(f"   {time.monotonic() - began:.1f} s\n\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
