"""Alma's own phone with the app on it, as a patient uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic

SCREEN = {"width": 390, "height": 844}
NUMBER = "+14325550101"
Visit = Callable[..., Page]


def install(phone: Page, clinic: Clinic) -> None:
    """Open the app, and wait until its service worker has all that it needs."""
    phone.goto(f"{clinic.address}/app/")
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.wait_for_function("() => navigator.serviceWorker.controller")


def sign_in(phone: Page, clinic: Clinic, desk: Page) -> None:
    """Install the app and sign in with the code that is texted to Alma's phone."""
    install(phone, clinic)
    phone.get_by_label("Mobile number").fill(NUMBER)
    phone.get_by_role("button", name="Text me a code").click()
    expect(phone.get_by_label("Code from the text")).to_be_visible()
    phone.get_by_label("Code from the text").fill(code_on(desk))
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Alma")


def code_on(desk: Page) -> str:
    """On the demo's page of her phone: the code in the newest text that has one."""
    if not desk.url.rpartition("/")[0].endswith("/phones"):
        walks.phone_of(desk, "Alma Reyes")
        walks.answers(desk)
    # The clinic's clock stands still: what waits goes out when somebody writes.
    walks.text(desk, "NOTE signing in")
    texts = walks.bubbles(desk, "out").filter(has_text=re.compile(r"\b\d{6}\b"))
    found = re.search(r"\b\d{6}\b", texts.last.inner_text())
    assert found
    return found[0]


def write(page: Page, note: str) -> None:
    """A note in the diary."""
    go(page, "#/diary/new")
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, include_hidden=True)).to_have_text("Diary")


def go(page: Page, screen: str) -> None:
    """To another screen of the app, by its address."""
    before = page.locator("main > *").element_handle()
    if page.evaluate("location.hash || '#/'") == screen:
        return
    page.evaluate("screen => { location.hash = screen }", screen)
    assert before
    page.wait_for_function("before => !before.isConnected", arg=before)


def check_in(page: Page) -> str:
    """The id of the check-in that is open on Today."""
    start = page.get_by_role("link", name="Start").get_attribute("href") or ""
    return start.rpartition("/")[2]


def answer_check_in(page: Page) -> None:
    """All that it must have, from Today and back."""
    page.get_by_role("link", name="Start").click()
    for name in ("mood right now", "distress do you feel"):
        page.get_by_role("group", name=re.compile(name)).get_by_role(
            "radio", name="7", exact=True
        ).check()
    page.get_by_role("spinbutton", name=re.compile("hours did you sleep")).fill("6.5")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alma")


def meet(page: Page) -> None:
    """Bring phone and clinic together, and wait until nothing waits any more."""
    page.evaluate("() => { dispatchEvent(new Event('infusion-diary:meet')) }")
    page.evaluate(_NOTHING_WAITS)


_NOTHING_WAITS = """async () => {
  const { queued } = await import("/static/app/queue.js");
  while ((await queued()).some(each => each.state === "waiting")) {
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}"""
