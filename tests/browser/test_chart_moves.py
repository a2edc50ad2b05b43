"""A timeline under the pointer and the keys: what the crosshair reads out, and one course alone."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import walks
from tests.browser.crowded import STAFF, Crowd
from tests.browser.test_keyboard import press, reach
from tests.factories import PASSWORD

_PLACE = """(chart, share) => {
  const [left, right] = [Number(chart.dataset.left), Number(chart.dataset.right)];
  const middle = (Number(chart.dataset.top) + Number(chart.dataset.bottom)) / 2;
  const drawn = new DOMPoint(left + share * (right - left), middle);
  const at = drawn.matrixTransform(chart.getScreenCTM());
  return [at.x, at.y];
}"""


@pytest.fixture
def desk(page: Page, crowd: Crowd) -> Page:
    """Marisol's chart: three courses of one infusion each."""
    walks.sign_in(page, crowd, STAFF, PASSWORD)
    page.get_by_label("Find a patient").fill("marisol")
    with page.expect_navigation():
        page.get_by_label("Find a patient").press("Enter")
    walks.follow(page.get_by_role("link", name="Marisol Quintanilla"))
    return page


def chart_of(page: Page) -> Locator:
    return page.locator(".timeline:visible")


def readings(page: Page) -> list[tuple[float, str]]:
    """Each with its place on the chart and what is read out of it."""
    return json.loads(page.locator("[data-readings]").get_attribute("data-readings") or "[]")


def point_at(page: Page, share: float) -> None:
    chart_of(page).scroll_into_view_if_needed()
    page.mouse.move(*chart_of(page).evaluate(_PLACE, share))


def test_the_crosshair_reads_out_what_the_pointer_is_nearest_to(desk: Page):
    chart, readout = chart_of(desk), desk.locator(".readout")
    every = readings(desk)
    height = desk.evaluate("document.body.scrollHeight")
    expect(readout).to_have_text("")
    for share, said in (every[0], every[len(every) // 2], every[-1]):
        point_at(desk, share)
        expect(readout).to_have_text(said)
        expect(chart.locator(".crosshair")).to_have_count(1)
    (first, _), (second, said) = every[0], every[1]
    point_at(desk, first + 0.6 * (second - first))
    expect(readout).to_have_text(said)
    assert desk.evaluate("document.body.scrollHeight") == height, "the readout has its place"
    desk.mouse.move(0, 0)
    expect(readout).to_have_text("")
    expect(chart.locator(".crosshair")).to_have_count(0)


def test_a_course_is_looked_at_alone_by_pointer_and_by_keyboard(desk: Page):
    whole = [said for _, said in readings(desk)]
    parts = desk.get_by_role("navigation", name="Part of the time")
    walks.follow(parts.get_by_role("link", name="Infusion 2", exact=True))
    expect(parts.locator("[aria-current]")).to_have_text("Infusion 2")
    expect(desk.get_by_role("heading", name="Timeline")).to_be_in_viewport()
    alone = [said for _, said in readings(desk)]
    assert 0 < len(alone) < len(whole)
    assert set(alone) < set(whole)

    chart, readout = chart_of(desk), desk.locator(".readout")
    reach(chart)
    expect(readout).to_have_text(alone[-1])
    for key, said in (("Home", alone[0]), ("ArrowRight", alone[1]), ("End", alone[-1])):
        desk.keyboard.press(key)
        expect(readout).to_have_text(said)
    desk.keyboard.press("Escape")
    expect(readout).to_have_text("")

    press(parts.get_by_role("link", name="Infusion 3", exact=True))
    expect(parts.locator("[aria-current]")).to_have_text("Infusion 3")
    assert {said for _, said in readings(desk)}.isdisjoint(alone[:1])
    press(parts.get_by_role("link", name="Everything"))
    assert [said for _, said in readings(desk)] == whole
