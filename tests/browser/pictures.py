"""The pictures in ``docs/``, taken from the demo by ``python -m tests.browser.pictures``."""

import base64
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from diary.simulation.cast import cast
from tests import chromium
from tests.browser import handset, walks
from tests.browser.clinic import Clinic, LivedClinic, live_clinic
from tests.browser.ways import IN_DANGER, PAGES, endanger


class Look(NamedTuple):
    said: str
    width: int
    colour: Literal["light", "dark"]


LOOKS = (
    Look("", 1280, "light"),
    Look(", in the dark", 1280, "dark"),
    Look(", on a tablet", 768, "light"),
    Look(", on a phone", 390, "light"),
)
IN_EVERY_LOOK = {"today", "patients", "patient", "outcomes"}
DOCS = Path(__file__).resolve().parents[2] / "docs"


def take(page: Page, clinic: Clinic, folder: Path) -> None:
    """Today, a chart and a phone, in the light theme."""
    walks.sign_in(page, clinic)
    _shoot(page, folder / "today.png", 1440, 900)
    walks.chart_of(page, "Frank Ortega")
    _shoot(page, folder / "patient.png", 1440, 1100)
    walks.to(page, "Outcomes")
    _shoot(page, folder / "outcomes.png", 1440, 1100)
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


def take_every_page(browser: Browser, lived: LivedClinic, folder: Path) -> None:
    """Each page of the staff as a JPEG, and ``pages.md`` beside the folder to look through them."""
    folder.mkdir(exist_ok=True)
    shown = {name: page.way for name, page in PAGES.items() if "refused" not in name}
    lines = []
    for name, way in shown.items():
        lines.append(f"## {name.capitalize()}\n")
        for look in LOOKS if name in IN_EVERY_LOOK else LOOKS[:1]:
            picture = _file(f"{name}{look.said}")
            clinic = lived.open()
            # Three quarters of the size can still be read, and the repository stays small.
            page = browser.new_page(
                viewport={"width": look.width, "height": 800},
                device_scale_factor=0.75,
                color_scheme=look.colour,
                locale="en-US",
            )
            walks.enter(page, clinic)
            if name in IN_DANGER:
                endanger(clinic)
            way(page)
            page.screenshot(path=folder / picture, type="jpeg", quality=60, full_page=True)
            page.context.close()
            lines.append(f"![{name}{look.said}]({folder.name}/{picture})\n")
    gallery = "\n".join(["# Every page\n\nThe demo's clinic.\n", *lines])
    folder.with_suffix(".md").write_text(gallery, encoding="utf-8")


def _file(name: str) -> str:
    return "-".join(re.findall(r"\w+", name.lower())) + ".jpg"


def _shoot(page: Page, path: Path, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path)


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        live_clinic(Path(folder), os.getpid(), len(cast()))
        lived = LivedClinic(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.arguments()
        )
        take(browser.new_page(color_scheme="light", locale="en-US"), lived.open(), DOCS)
        take_app(browser, lived.open(), DOCS)
        take_every_page(browser, lived, DOCS / "pages")
        browser.close()
        lived.close()
    for picture in sorted(DOCS.rglob("*.[jp]*g")):
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
