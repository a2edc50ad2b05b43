"""LINK on a patient's phone: the page, without script, and in every state it has."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.barriers import barriers
from tests.browser.clinic import Clinic

PHONE = {"width": 390, "height": 844}
HURRY = """() => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = milliseconds => timeout(milliseconds / 100);
}"""
"""Have a request that hangs given up sooner."""


def ask_for_page(desk: Page, clinic: Clinic, name: str = "Alma Reyes") -> str:
    """On the demo's phone: the next check-in comes, and LINK is answered with an address."""
    walks.phone_of(desk, name)
    walks.answers(desk)
    walks.move(desk, "1 day")
    walks.text(desk, "LINK")
    walks.move(desk, "1 hour")
    said = walks.bubbles(desk, "out").filter(has_text="/a/").last.inner_text()
    return clinic.address + urlsplit(said.split()[-1]).path


def test_a_check_in_is_answered_on_the_page_without_script(desk: Page, clinic: Clinic, visit):
    address = ask_for_page(desk, clinic)
    phone = visit(java_script_enabled=False, viewport=PHONE)
    phone.goto(address)
    unlock(phone)
    for field in phone.locator("input[inputmode]").all():
        field.fill("5")
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "There is nothing to answer here now"
    )


def test_the_pages_of_a_patient_save_as_they_are_tapped_and_have_no_barrier(
    desk: Page, clinic: Clinic, visit, complaints: list[str]
):
    address = ask_for_page(desk, clinic)
    phone = visit(viewport=PHONE)
    phone.goto(address)
    check(phone)
    phone.get_by_role("button", name="Show my questions").click()
    check(phone)
    unlock(phone)
    check(phone)
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    check(phone)
    for field in phone.locator("input[inputmode]").all():
        field.fill("0")
        field.blur()
        expect(phone.get_by_role("status")).to_contain_text("saved", ignore_case=True)
    expect(phone.get_by_role("status")).to_contain_text("All your answers are saved.")
    expect(phone.get_by_role("alert").filter(has_text="988")).to_be_visible()
    check(phone)
    phone.context.set_offline(True)
    phone.locator("input[inputmode]").first.fill("1")
    phone.locator("input[inputmode]").first.blur()
    expect(phone.get_by_role("status")).to_contain_text("Not saved yet.")
    phone.context.set_offline(False)
    complaints[:] = [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each]
    phone.locator("input[inputmode]").first.fill("2")
    phone.locator("input[inputmode]").first.blur()
    expect(phone.get_by_role("status")).to_contain_text("All your answers are saved.")
    phone.evaluate(HURRY)
    phone.route(address, lambda _never_answered: None)
    phone.locator("input[inputmode]").first.fill("1")
    phone.locator("input[inputmode]").first.blur()
    expect(phone.get_by_role("status")).to_contain_text("Not saved yet.")
    phone.unroute(address)
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")
    check(phone)
    phone.goto(address)
    check(phone)


def unlock(page: Page) -> None:
    """Show the end of Alma's number."""
    page.get_by_label("Last four digits").fill("0101")
    page.get_by_role("button", name="Show my questions").click()
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()


def check(page: Page) -> None:
    assert barriers(page) == []
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.set_viewport_size(PHONE)
    targets = page.evaluate(
        "() => [...document.querySelectorAll('form label.option, form input[inputmode], button')]"
        ".map(each => each.getBoundingClientRect().height)"
    )
    assert all(height >= 44 for height in targets)
