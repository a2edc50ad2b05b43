"""A slow answer: the page says that it is at work, does not move, and is pressed in vain."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser import walks
from tests.browser.barriers import barriers

_LONGER_THAN_A_GLANCE_MS = 700
_PLACES = """() => [...document.querySelectorAll("main .panel, main h2, header, footer")]
  .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect())
  .map(at => [at.x, at.y, at.width, at.height].map(Math.round))"""
_PRESSED_TWICE = """() => {
  const [busy, button] = ["#busy", "main form button"].map(each => document.querySelector(each));
  new MutationObserver(() => { sessionStorage.said = busy.textContent })
    .observe(busy, { childList: true });
  setTimeout(() => button.click(), 200);
  button.click();
}"""


def hold(routes: list[Route]) -> Callable[[Route], None]:
    """A handler that answers nothing: whoever has the list lets go of its requests."""

    def keep(route: Route) -> None:
        routes.append(route)

    return keep


def test_a_step_on_a_chart_that_takes_its_time_says_so_and_moves_nothing(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    held: list[Route] = []
    desk.route("**/prompts/*/skip", hold(held))
    first = walks.upcoming(desk).first
    first.get_by_role("button", name="Skip").hover()
    before, places = first.inner_text(), desk.evaluate(_PLACES)
    said = desk.locator("#busy")
    expect(said).to_be_hidden()
    first.get_by_role("button", name="Skip").click()
    panel = desk.locator("#next-texts")
    expect(panel).to_have_attribute("aria-busy", "true")
    expect(said).to_have_text("Working …")
    expect(said).to_be_visible()
    assert desk.evaluate(_PLACES) == places
    assert barriers(desk) == []
    first.get_by_role("button", name="Skip").press("Enter")

    [slow] = held
    slow.continue_()
    expect(first).not_to_have_text(before, use_inner_text=True)
    expect(panel).not_to_have_attribute("aria-busy", "true")
    expect(said).to_be_hidden()
    expect(first.get_by_role("button", name="Skip")).to_be_focused()


def test_a_form_that_takes_its_time_says_so_and_is_sent_once(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    walks.follow(desk.get_by_role("link", name="Write a note"))
    desk.get_by_label("Note", exact=True).fill("Slept badly after travel.")
    held: list[Route] = []
    desk.route("**/notes/new", hold(held))
    with desk.expect_navigation():
        # A page that is about to be left answers no questions: it keeps what it said.
        desk.evaluate(_PRESSED_TWICE)
        desk.wait_for_timeout(_LONGER_THAN_A_GLANCE_MS)
        [slow] = held
        slow.continue_()
    assert desk.evaluate("sessionStorage.said") == "Working …"
    expect(desk.locator("#busy")).to_be_hidden()
    expect(walks.panel(desk, "Notes")).to_contain_text("Slept badly after travel.")
