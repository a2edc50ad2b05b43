"""Every page, in every state it has: no barrier that axe knows of, and it fits every window."""

import pytest
from playwright.sync_api import Page

from tests.browser.barriers import barriers
from tests.browser.clinic import Clinic
from tests.browser.ways import IN_DANGER, PAGES, endanger


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_fits_every_window(desk: Page, clinic: Clinic, name: str):
    if name in IN_DANGER:
        endanger(clinic)
    PAGES[name](desk)
    for width in (1440, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        assert barriers(desk) == [], f"at {width} px"
    for width in (320, 390, 768, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate("document.scrollingElement.scrollWidth") <= width
