"""The README's pictures, taken from the demo: ``python -m tests.browser.pictures`` writes them."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from diary.simulation.cast import cast
from tests import chromium
from tests.browser import walks
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
        browser.close()
    for picture in sorted(DOCS.glob("*.png")):
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
