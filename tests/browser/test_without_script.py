"""A browser that runs no script: everything works all the same."""

from playwright.sync_api import expect

from tests.browser import walks
from tests.browser.clinic import Clinic


def test_enrol_record_and_answer_without_script(visit, clinic: Clinic):
    page = visit(java_script_enabled=False)
    walks.sign_in(page, clinic)
    walks.enrol(page, "Vera Lindqvist", "432-555-0177")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vera Lindqvist")
    walks.phone_of(page, "Vera Lindqvist")
    walks.move(page, "1 hour")
    walks.text(page, "1")
    page.get_by_role("link", name="Chart").click()
    walks.record_infusion(page, "13:20", "14:00")
    walks.phone_of(page, "Vera Lindqvist")
    before = walks.bubbles(page, "out").count()
    walks.move(page, "1 day")
    assert walks.bubbles(page, "out").count() > before
    page.get_by_role("link", name="Chart").click()
    page.get_by_text("The same numbers as a table").click()
