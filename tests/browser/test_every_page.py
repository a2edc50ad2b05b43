"""Every page, in every state it has: no barrier that axe knows of, and it fits every window."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.barriers import barriers
from tests.browser.clinic import Clinic
from tests.browser.ways import IN_DANGER, PAGES, endanger

AT_ONCE = 7
ALONE = {name for name in PAGES if name.startswith("sign in") or name.endswith("in Spanish")}
"""What comes after them would not find its way."""
OTHERS = [name for name in PAGES if name not in IN_DANGER | ALONE]
ROUNDS = [
    *(OTHERS[first : first + AT_ONCE] for first in range(0, len(OTHERS), AT_ONCE)),
    sorted(IN_DANGER),
    *([name] for name in sorted(ALONE)),
]


@pytest.mark.parametrize("names", ROUNDS, ids=" + ".join)
def test_pages_have_no_barrier_and_fit_every_window(
    desk: Page, clinic: Clinic, names: Sequence[str]
):
    if IN_DANGER.issuperset(names):
        endanger(clinic)
    for name in names:
        desk.goto(clinic.address)
        PAGES[name](desk)
        for width in (1440, 390):
            desk.set_viewport_size({"width": width, "height": 900})
            assert barriers(desk) == [], f"{name}, at {width} px"
        for width in (320, 390, 768, 1440):
            desk.set_viewport_size({"width": width, "height": 900})
            assert desk.evaluate("document.scrollingElement.scrollWidth") <= width, name


def test_every_entry_of_the_navigation_is_in_sight_in_both_languages(desk: Page):
    for language in ("español", "English"):
        for width in (768, 1024, 1180, 1280, 1366, 1440):
            desk.set_viewport_size({"width": width, "height": 900})
            hidden = desk.evaluate(
                "(nav => nav.scrollWidth - nav.clientWidth)(document.querySelector('.top nav'))"
            )
            assert hidden <= 0, f"{hidden} px at {width}"
        walks.follow(desk.get_by_role("button", name=language))


def test_no_figure_of_a_course_stands_alone_in_its_row(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    desk.set_viewport_size({"width": 768, "height": 900})
    tops = desk.locator("table.courses").first.locator("tr").nth(1).locator("td")
    rows = tops.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
    assert len(rows) == 7
    assert all(rows.count(top) > 1 for top in rows)
