"""A chart on paper: what can only be pressed is gone, all that can be read is there and fits."""

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.ways import endanger

_SHEETS = {"Letter": 710, "A4": 688}
"""The pixels of a line between margins of 14 mm."""
_PRESSED = "#alert-bar, .top, .clock, .foot, .actions, form, button, summary ~ .no-print, .chips"
_WIDER = """width => [...document.querySelectorAll("main *")]
  .filter(each => each.getBoundingClientRect().right > width + 0.5 && each.checkVisibility())
  .map(each => each.outerHTML.slice(0, 120))"""


def test_a_chart_on_paper_has_what_can_be_read_and_nothing_to_press(desk: Page, clinic: Clinic):
    endanger(clinic)
    walks.chart_of(desk, "Alma Reyes")
    expect(desk.locator(".alertbar")).to_be_visible()
    folded = desk.locator("details:not(.no-print)")
    within = folded.get_by_role("table").first
    expect(within).to_be_hidden()
    expect(desk.locator(".printed")).to_be_hidden()

    desk.emulate_media(media="print", color_scheme="dark")
    for sheet, width in _SHEETS.items():
        desk.set_viewport_size({"width": width, "height": 950})
        expect(desk.locator(_PRESSED).filter(visible=True)).to_have_count(0)
        for chart in (".timeline", ".overlay"):
            expect(desk.locator(chart).filter(visible=True)).to_have_count(1)
        expect(desk.locator("table.courses").filter(visible=True)).to_have_count(2)
        expect(desk.locator("table.folding").filter(visible=True)).to_have_count(1)
        expect(within).to_be_visible()
        assert desk.evaluate(_WIDER, width) == [], sheet
    expect(desk.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(desk.get_by_text("as it stood on Thursday 14 May 2026, 15:00")).to_be_visible()
    expect(desk.locator(".lead")).to_contain_text("Danger")
