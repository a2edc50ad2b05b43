"""What patients and staff type is text on every page, never markup or script."""

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic

SCRIPT = "<script>alert(1)</script><img src=x onerror=\"document.title='taken'\">&amp;"
NAME = 'Ann "O\'Brien" <b onmouseover=alert(1)>Smith</b> & Co'


def test_markup_in_a_text_is_shown_as_it_was_written(desk: Page, clinic: Clinic):
    desk.on("dialog", lambda dialog: dialog.dismiss() or desk.evaluate("document.title = 'taken'"))
    walks.phone_of(desk, "Alma Reyes")
    walks.text(desk, SCRIPT)
    desk.get_by_role("link", name="Chart").click()
    expect(desk.locator(".bubble.in p").last).to_have_text(f"Patient: {SCRIPT}")
    clinic.text_from("+14325550199", SCRIPT)
    walks.to(desk, "To be read")
    expect(desk.get_by_text(SCRIPT)).to_be_visible()
    assert desk.locator("main img, main script").count() == 0
    assert "taken" not in desk.title()


def test_markup_in_a_name_is_shown_as_it_was_typed(desk: Page):
    walks.enrol(desk, NAME, "432-555-0177")
    expect(desk.get_by_role("heading", level=1)).to_have_text(NAME)
    for entry in ("Patients", "Phones"):
        walks.to(desk, entry)
        expect(desk.get_by_role("link", name=NAME)).to_be_visible()
    desk.get_by_label("Find a patient").fill("<b onmouse")
    desk.get_by_label("Find a patient").press("Enter")
    expect(desk.get_by_role("link", name=NAME)).to_be_visible()
    expect(desk.locator(".sub")).to_contain_text("“<b onmouse”")
    assert desk.locator("main b[onmouseover]").count() == 0
