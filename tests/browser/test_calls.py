"""A call is noted by the keyboard alone, from the row of Today that asked for it."""

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.barriers import barriers
from tests.browser.test_keyboard import press, reach, skip

_VISIT_ON = "2026-05-17"


def test_a_call_is_noted_by_keyboard_and_the_row_goes_to_those_called(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    walks.follow(desk.get_by_role("link", name="Plan infusion"))
    walks.fill_infusion(desk, date=_VISIT_ON, start="10:00")
    walks.follow(desk.get_by_role("button", name="Plan"))
    walks.to(desk, "Today")
    row = desk.locator("[data-row]").filter(has_text="Alma Reyes")
    expect(row).to_be_visible()
    skip(desk)
    press(row.get_by_role("link", name="Note a call"))
    expect(desk.get_by_role("radio", name="Spoke with them")).to_be_focused()
    assert barriers(desk) == []
    desk.keyboard.press("Space")
    reach(desk.get_by_label("What was said"))
    desk.keyboard.type("Comes on Sunday.")
    expect(desk.get_by_role("radio", name="in 7 days")).to_be_checked()
    press(desk.get_by_role("button", name="Save the call"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("Who to call today")
    expect(row).to_have_count(0)
    called = walks.panel(desk, "Called").get_by_role("listitem")
    expect(called).to_contain_text("Alma Reyes Spoke with them.")
    assert barriers(desk) == []
