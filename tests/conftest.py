"""What every test stands on: databases of both kinds, and no way out of this machine."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine

from diary.store.database import create_engine_for
from tests import leaks
from tests.compiling import share_what_is_compiled
from tests.databases import Prepare, TestRun, make_run_folder
from tests.loopback import forbid_outside
from tests.schema import TEST_KEYRING, prepare

# The same examples in every run of `make test`, and no limit of time on a machine that is shared;
# HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("repeat", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

_RUN = pytest.StashKey[TestRun]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-transcripts",
        action="store_true",
        help="write tests/transcripts anew from what the program does; read the difference",
    )


def pytest_configure(config: pytest.Config) -> None:
    forbid_outside()
    share_what_is_compiled()
    config.addinivalue_line("markers", f"{leaks.MARK}: prints private things by design")
    shared = getattr(config, "workerinput", None)  # set by xdist in its workers
    folder = Path(shared["run_folder"]) if shared else make_run_folder()
    controller = shared["controller_pid"] if shared else os.getpid()
    config.stash[_RUN] = TestRun(folder, controller, prepare)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["run_folder"] = str(node.config.stash[_RUN].folder)
    node.workerinput["controller_pid"] = os.getpid()


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash[_RUN]
    if hasattr(config, "workerinput"):
        run.close()
    else:
        run.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    leaks.judge(item, report)
    return report


@pytest.fixture(scope="session")
def test_run(pytestconfig: pytest.Config) -> TestRun:
    """Where databases come from, for a test that needs one of a certain kind, or several."""
    return pytestconfig.stash[_RUN]


@pytest.fixture
def furnish() -> Prepare | None:
    """What a test's database holds when the test begins: nothing, unless a folder says else."""
    return None


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, test_run: TestRun, tmp_path: Path, furnish: Prepare | None
) -> Iterator[str]:
    """A fresh database at the newest schema, one of each kind: the test runs twice."""
    if request.param == "sqlite":
        yield test_run.sqlite(tmp_path, furnish)
    else:
        with test_run.postgresql(furnish) as url:
            yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of the program's own on a fresh database, one of each kind."""
    opened = create_engine_for(database_url, TEST_KEYRING)
    yield opened
    opened.dispose()
