"""LINK on a patient's phone: the page, without script, and in every state it has."""

from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

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
    for scale in scales(phone):
        scale.get_by_role("radio", name="5", exact=True).check()
    slept(phone).fill("5")
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
    for scale in scales(phone):
        tap(scale, 0)
        expect(phone.get_by_role("status")).to_contain_text("saved", ignore_case=True)
    type_in(phone, "0")
    expect(phone.get_by_role("status")).to_contain_text("All your answers are saved.")
    expect(phone.get_by_role("alert").filter(has_text="988")).to_be_visible()
    check(phone)
    phone.context.set_offline(True)
    type_in(phone, "1")
    expect(phone.get_by_role("status")).to_contain_text("Not saved yet.")
    phone.context.set_offline(False)
    complaints[:] = [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each]
    tap(scales(phone)[0], 2)
    expect(phone.get_by_role("status")).to_contain_text("All your answers are saved.")
    phone.evaluate(HURRY)
    phone.route(address, lambda _never_answered: None)
    type_in(phone, "2")
    expect(phone.get_by_role("status")).to_contain_text("Not saved yet.")
    phone.unroute(address)
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")
    check(phone)
    phone.goto(address)
    check(phone)


def test_a_scale_is_answered_by_the_keyboard_and_says_what_its_ends_mean(
    desk: Page, clinic: Clinic, visit
):
    address = ask_for_page(desk, clinic)
    phone = visit(viewport=PHONE)
    phone.goto(address)
    unlock(phone)
    mood, distress = scales(phone)
    expect(mood).to_have_accessible_name("How is your mood right now, from 0 (worst) to 10 (best)?")
    expect(mood.get_by_role("radio")).to_have_count(11)
    expect(mood.get_by_role("radio", name="0 worst", exact=True)).to_be_attached()
    expect(mood.locator(".ends").get_by_text("10 best")).to_be_visible()
    mood.get_by_role("radio").first.focus()
    for _ in range(4):
        phone.keyboard.press("ArrowRight")
    expect(mood.get_by_role("radio", name="4", exact=True)).to_be_checked()
    phone.keyboard.press("Tab")
    expect(distress.get_by_role("radio").first).to_be_focused()
    phone.keyboard.press("Space")
    expect(distress.get_by_role("radio", name="0 none", exact=True)).to_be_checked()
    phone.keyboard.press("Tab")
    expect(slept(phone)).to_be_focused()
    expect(phone.get_by_role("status")).to_have_text("Saved. 1 question to go.")
    phone.reload()
    expect(slept(phone)).to_be_visible()
    expect(phone.get_by_role("radio")).to_have_count(0)


def scales(page: Page) -> list[Locator]:
    """The ratings that are tapped, mood before distress."""
    return [page.get_by_role("group", name=name) for name in ("your mood", "distress")]


def tap(scale: Locator, value: int) -> None:
    scale.locator("label", has=scale.page.locator(f"[value='{value}']")).click()


def slept(page: Page) -> Locator:
    """What is still written: no scale has so many steps as a night."""
    return page.get_by_label("How many hours did you sleep")


def type_in(page: Page, hours: str) -> None:
    slept(page).fill(hours)
    slept(page).blur()


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
        ".map(each => each.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert all(size >= 44 for size in targets)
