"""Pages in a real Chromium.

A page that logs an error, or that asks for something off this machine, fails its test.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium

_ELSEWHERE = re.compile(r"^https?://(?!(?:127\.0\.0\.1|localhost)[:/])")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
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
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A fresh profile with one page of 1440 x 900."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    opened.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    opened.on(
        "console",
        lambda line: complaints.append(f"console: {line.text}") if line.type == "error" else None,
    )
    context.route(
        _ELSEWHERE,
        lambda route: (complaints.append(f"asked for {route.request.url}"), route.abort()),
    )
    yield opened
    context.close()
    assert not complaints
