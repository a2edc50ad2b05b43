"""A cry for help by text: seen at once on every page, taken, handed over, and resolved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.conftest import Visit

CRY = "i dont want to be here anymore, i have the pills"


def test_a_cry_for_help_is_on_every_page_until_it_is_taken_handed_over_and_resolved(
    desk: Page, visit: Visit, clinic: Clinic
):
    bar = desk.locator(".alertbar")
    expect(bar).to_have_count(0)
    walks.phone_of(desk, "Alma Reyes")
    walks.text(desk, CRY)
    expect(walks.bubbles(desk, "out").last).to_contain_text("988")
    for entry in ("Today", "Patients", "Alerts", "To be read", "Phones"):
        walks.to(desk, entry)
        expect(bar).to_contain_text("1 open alert")

    bar.get_by_role("link", name="Open alert").click()
    expect(desk.get_by_role("blockquote")).to_have_text(CRY)
    desk.get_by_role("button", name="I take it").click()
    expect(bar).to_have_count(0)
    expect(desk.locator(".lead")).to_contain_text("Taken")
    expect(walks.panel(desk, "History")).to_contain_text(walks.NURSE.name)

    colleague = visit()
    colleague.clock.install()
    walks.sign_in(colleague, clinic, walks.PSYCHIATRIST.sign_in_name)
    expect(colleague.locator(".alertbar")).to_have_count(0)
    desk.get_by_role("button", name="Hand it over").click()
    expect(desk.locator("#person-error")).to_be_visible()
    desk.get_by_label("To whom").select_option(label=walks.PSYCHIATRIST.name)
    desk.get_by_label("Note").fill("You know her sister.")
    desk.get_by_role("button", name="Hand it over").click()
    expect(bar).to_contain_text("1 open alert")
    colleague.clock.run_for(21_000)
    expect(colleague.locator(".alertbar")).to_contain_text("handed over to you")
    colleague.get_by_role("link", name="Open alert").click()
    expect(walks.panel(colleague, "History")).to_contain_text("You know her sister.")
    colleague.get_by_role("button", name="I take it").click()
    expect(colleague.get_by_text(f"Held by {walks.PSYCHIATRIST.name}")).to_be_visible()

    walks.follow(desk.locator(".crumb").get_by_role("link", name="Alerts"))
    walks.follow(desk.get_by_role("link", name="Alma Reyes").first)
    over = walks.panel(desk, "Take over")
    expect(over).to_contain_text(f"{walks.PSYCHIATRIST.name} holds this alert.")
    note = over.get_by_label("Note")
    too_long = "Omar is off sick today. " * 50
    note.fill(too_long)
    walks.follow(desk.get_by_role("button", name="Take it over"))
    expect(desk.locator("#takeover_note-error")).to_be_visible()
    expect(note).to_have_value(too_long)
    note.fill("Omar is off sick today.")
    walks.follow(desk.get_by_role("button", name="Take it over"))
    expect(desk.get_by_text("You hold this alert now.")).to_be_visible()
    expect(walks.panel(desk, "History")).to_contain_text("off sick today")

    desk.get_by_role("button", name="Resolve the alert").click()
    expect(desk.locator("#outcome-error")).to_be_visible()
    expect(desk.locator("#reason-error")).to_be_visible()
    desk.get_by_role("radio").first.check()
    desk.get_by_label("What was done").fill("Called: her sister is with her.")
    desk.get_by_role("button", name="Resolve the alert").click()
    expect(desk.locator(".lead")).to_contain_text("Resolved")
    expect(walks.panel(desk, "History")).to_contain_text("her sister is with her")
    walks.to(desk, "Alerts")
    expect(desk.get_by_text("No open alert")).to_be_visible()


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_an_alert_reaches_a_page_that_is_open_already(visit, clinic: Clinic, colour: str):
    page = visit(color_scheme=colour)
    page.clock.install()
    walks.sign_in(page, clinic)
    expect(page.locator(".alertbar")).to_have_count(0)
    clinic.text_from("+14325550101", CRY)
    page.clock.run_for(21_000)
    expect(page.locator(".alertbar")).to_contain_text("1 open alert")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who to call today")
    expect(page.locator("[data-row]").first).to_contain_text("Danger")
    page.keyboard.press("j")
    clinic.text_from("+14325550199", CRY)
    page.clock.run_for(21_000)
    expect(page.locator(".alertbar")).to_contain_text("2 open alerts")
    expect(page.get_by_role("link", name="Alma Reyes", exact=True)).to_be_focused()
    walks.to(page, "Alerts")
    clinic.text_from("+14325550198", CRY)
    page.clock.run_for(21_000)
    expect(page.locator("[data-row]")).to_have_count(3)
