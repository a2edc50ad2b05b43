"""Every word of every chart, as a real browser draws it: inside its chart, and on no other word."""

from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.crowded import STAFF, Crowd
from tests.factories import PASSWORD

OUTCOMES = ("/outcomes", "/outcomes?counting=courses&by=number", "/outcomes?by=dose")
WIDTHS = (390, 768, 1024, 1280, 1440)

_FAULTS = """() => [...document.querySelectorAll("svg.chart")].flatMap(chart => {
  const frame = chart.getBoundingClientRect();
  const words = [...chart.querySelectorAll("text")]
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  const gone = words.filter(([, box]) => frame.width && (
    frame.left - box.left > 0.5 || box.right - frame.right > 0.5
    || frame.top - box.top > 0.5 || box.bottom - frame.bottom > 0.5
  )).map(([said]) => `outside: ${said}`);
  // A line of words is a little less high than the box of its font.
  const met = words.flatMap(([one, a], i) => words.slice(i + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3
  ).map(([other]) => `${one} lies on ${other}`));
  return [...gone, ...met];
})"""
_DRAWN = """() => [...document.querySelectorAll("svg.chart text")]
  .filter(t => t.getBoundingClientRect().width).length"""


def faults(page: Page) -> dict[int, list[str]]:
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(_DRAWN) > 10
        if wrong := page.evaluate(_FAULTS):
            found[width] = wrong
    return found


def test_the_words_of_charts_are_inside_and_apart_in_both_languages(page: Page, crowd: Crowd):
    walks.sign_in(page, crowd, STAFF, PASSWORD)
    charts = crowd.charts(5)
    for language in ("en", "es"):
        for path in (*OUTCOMES, *charts):
            page.goto(f"{crowd.address}{path}")
            assert page.locator("html").get_attribute("lang") == language
            assert faults(page) == {}, f"{language} {path}"
        if language == "en":
            walks.follow(page.get_by_role("button", name="espa\u00f1ol"))
