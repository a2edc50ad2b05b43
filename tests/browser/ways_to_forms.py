"""The ways to small forms: of what stands on a chart, of the clinic's settings, of who joins it."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from tests.browser import walks

Way = Callable[[Page], None]


def on_chart(panel: str, link: str) -> Way:
    """Of the goal or the treatment in ``panel``, which is added where none is yet."""

    def go(page: Page) -> None:
        walks.chart_of(page, "Alma Reyes")
        there = walks.panel(page, panel)
        if not there.get_by_role("listitem").count():
            _ADD[panel](page)
        walks.follow(there.get_by_role("listitem").get_by_role("link", name=link).first)

    return go


def _add_goal(page: Page) -> None:
    walks.follow(page.get_by_role("link", name="Add a goal"))
    page.get_by_label("Goal").fill("sleep through")
    walks.follow(page.get_by_role("button", name="Save"))


def _add_treatment(page: Page) -> None:
    walks.follow(page.get_by_role("link", name="Add other treatment"))
    page.get_by_role("radio", name="Antidepressant").check()
    page.get_by_label("Name").fill("sertraline")
    page.get_by_label("Dose").fill("50 mg daily")
    page.get_by_label("Began").fill("2026-04-01")
    walks.follow(page.get_by_role("button", name="Save"))


_ADD = {"What matters to them": _add_goal, "Other treatment": _add_treatment}


def reading(page: Page) -> None:
    """The form that corrects how a text was read."""
    walks.chart_of(page, "Alma Reyes")
    read = page.locator(".bubble.in").filter(has_text="read as mood").first
    walks.follow(read.get_by_role("link", name="Correct"))


def setting(link: str, panel: str = "") -> Way:
    def go(page: Page) -> None:
        walks.to(page, "Settings")
        within = walks.panel(page, panel) if panel else page
        walks.follow(within.get_by_role("link", name=link).first)

    return go


def join(page: Page) -> None:
    """Where somebody new to the team sets their password, in the browser of who invites them."""
    setting("Invite to the team")(page)
    page.get_by_label("Email").fill("ben@demo.example")
    page.get_by_label("Name").fill("Ben Ames")
    walks.follow(page.get_by_role("button", name="Invite"))
    link = urlsplit(page.locator(".link-to-give").inner_text())
    page.goto(urljoin(page.url, link.path))
