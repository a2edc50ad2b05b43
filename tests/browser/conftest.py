"""Pages in a real Chromium, of a clinic that no other test has touched.

A page that logs an error, or that asks for something off this machine, fails its test.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import chromium
from tests.browser import handset, walks
from tests.browser.clinic import Clinic, LivedClinic, live_clinic
from tests.browser.crowded import MANY, Crowd, crowded_clinic
from tests.databases import TestRun

_ELSEWHERE = re.compile(r"^https?://(?!(?:127\.0\.0\.1|localhost)[:/])")
_REFUSED = "the server responded with a status of"
"""Chromium logs an error for every page that is not a 2xx; tests look at what the page says."""

_PATIENCE_MS = 20_000
"""A wait ends when what it waits for is there; a busy machine may take its time."""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.arguments()
        )
        yield launched
        launched.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page complained of; a test that expects a complaint clears the list."""
    return []


@pytest.fixture
def visit(browser: Browser, complaints: list[str]) -> Iterator[Visit]:
    """``visit(**options)`` is a page in a profile of its own, of 1440 x 900 if not told else."""
    opened: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(
            **{
                "viewport": {"width": 1440, "height": 900},
                "locale": "en-US",
                "reduced_motion": "reduce",
                **options,
            }
        )
        opened.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        context.on("weberror", lambda error: complaints.append(f"exception: {error.error}"))
        context.on("console", lambda line: _hear(line.type, line.text, complaints))
        context.route(
            _ELSEWHERE,
            lambda route: (complaints.append(f"asked for {route.request.url}"), route.abort()),
        )
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
    assert not complaints


def _hear(kind: str, text: str, complaints: list[str]) -> None:
    if kind == "error" and _REFUSED not in text:
        complaints.append(f"console: {text}")


@pytest.fixture
def page(visit: Visit) -> Page:
    """A fresh profile with one page."""
    return visit()


@pytest.fixture(scope="session")
def lived(test_run: TestRun) -> Iterator[LivedClinic]:
    folder = test_run.once("lived", lambda folder: live_clinic(folder, test_run.controller_pid))
    clinics = LivedClinic(folder)
    yield clinics
    clinics.close()


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    with crowded_clinic(tmp_path_factory.mktemp("crowded"), MANY) as clinic:
        yield clinic


@pytest.fixture
def crowd(crowded: Crowd) -> Crowd:
    """A clinic of many, in which other tests may have left what they did; it speaks English."""
    crowded.speak("en")
    return crowded


@pytest.fixture
def clinic(lived: LivedClinic) -> Clinic:
    """A clinic as its history left it, for this test alone. Its clock stands still."""
    return lived.open()


@pytest.fixture
def desk(page: Page, clinic: Clinic) -> Page:
    """Today, as the nurse sees it."""
    walks.enter(page, clinic)
    return page


@pytest.fixture
def phone(visit: Visit, desk: Page, clinic: Clinic) -> Page:
    """Alma's phone, signed in, with today's check-in open."""
    walks.phone_of(desk, "Alma Reyes")
    walks.answers(desk)
    walks.move(desk, "1 day")
    page = visit(viewport=handset.SCREEN)
    handset.sign_in(page, clinic, desk)
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    return page
