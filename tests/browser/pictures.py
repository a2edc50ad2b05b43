"""The README's pictures, taken from the demo: ``python -m tests.browser.pictures`` writes them."""

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from diary.simulation.cast import cast
from tests import chromium
from tests.browser import handset, walks
from tests.browser.clinic import Clinic, lived_clinic

DOCS = Path(__file__).resolve().parents[2] / "docs"


def take(page: Page, clinic: Clinic, folder: Path) -> None:
    """Today, a chart and a phone, in the light theme."""
    walks.sign_in(page, clinic)
    _shoot(page, folder / "today.png", 1440, 900)
    walks.chart_of(page, "Frank Ortega")
    _shoot(page, folder / "patient.png", 1440, 1100)
    walks.phone_of(page, "Kim Adeyemi")
    walks.answers(page)
    walks.move(page, "1 day")
    walks.text(page, "about a 4, distress 6 and slept 5 hrs")
    _shoot(page, folder / "phone.png", 1100, 900)


def take_app(browser: Browser, clinic: Clinic, folder: Path) -> None:
    """Two screens of the app on Alma's phone, side by side."""
    desk = browser.new_page(locale="en-US")
    walks.sign_in(desk, clinic)
    walks.phone_of(desk, "Alma Reyes")
    walks.answers(desk)
    walks.move(desk, "1 day")
    phone = browser.new_page(viewport=handset.SCREEN, locale="en-US", color_scheme="light")
    handset.sign_in(phone, clinic, desk)
    expect(phone.get_by_role("link", name="Start")).to_be_visible()
    pictures = []
    for screen in ("#/", "#/trend"):
        handset.go(phone, screen)
        pictures.append(base64.b64encode(phone.screenshot()).decode())
    sheet = browser.new_page(viewport={"width": 820, "height": 844})
    sheet.set_content(
        "<body style='margin:0;display:flex;justify-content:space-between'>"
        + "".join(f"<img src='data:image/png;base64,{each}'>" for each in pictures)
    )
    sheet.screenshot(path=folder / "app.png")


def _shoot(page: Page, path: Path, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path)


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        lived_clinic(Path(folder), len(cast())) as lived,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.arguments()
        )
        take(browser.new_page(color_scheme="light", locale="en-US"), lived.open(), DOCS)
        take_app(browser, lived.open(), DOCS)
        browser.close()
    for picture in sorted(DOCS.glob("*.png")):
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
