"""Every page, in every state it has: no barrier that axe knows of, and it fits every window."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import MethodNotAllowed, NotFound

from diary.web.access import SIGNED_IN, Access, rules_of
from diary.web.app import create_app
from tests import factories
from tests.browser import walks
from tests.browser.barriers import barriers
from tests.browser.clinic import Clinic
from tests.browser.ways import IN_DANGER, PAGES, endanger
from tests.web.stage import StillStage

_ON_ONE_WALK = 6
OF_PROGRAMMERS = {"the API"}

NO_PAGE: Mapping[str, str] = {
    "static": "styles, scripts and pictures",
    "health.up": "plain words for machines",
    "health.ready": "plain words for machines",
    "health.metrics": "plain words for machines",
    "patients.summary": "a PDF: test_summary_tags looks at what a reader of screens gets of it",
    "outcomes.table": "a CSV file",
    "alerts.bar": "a part of every page in danger",
    "app.bare": "a redirect",
    "app.worker": "a script",
    "app.manifest": "JSON",
    "app.help": "JSON",
    "app.danger": "JSON",
    "api.document": "JSON",
}
"""What answers a GET and is no page that is looked at, and why."""
ELSEWHERE: Mapping[str, str] = {
    "forecasts.review": "test_many_patients, which has a patient of whom a forecast can be made",
    "paged.show": "test_many_patients, where somebody on call was paged",
    "answer.show": "test_answer",
    "app.shell": "test_phone_app, with each of its screens",
}
"""Pages that no way leads to in the clinic of these tests, and where axe looks at them."""


_OTHER_DATES = r"""() => {
  const read = document.body.cloneNode(true);
  for (const text of read.querySelectorAll(".bubble p, .as-text, blockquote")) text.remove();
  const titles = [...read.querySelectorAll("[title]")].map(each => each.title);
  const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
  const other = `\\b\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}\\b|\\b(?:${months})[a-z]* \\d{1,2}\\b(?!:)`;
  return [read.textContent, ...titles].join("\n").match(new RegExp(other, "g")) ?? [];
}"""
"""Dates that staff are told and that are not ``20 Nov``: by numbers alone, or the month first.

Texts to patients are told as they went out.
"""


def walks_through() -> Sequence[tuple[str, ...]]:
    """Every page on one walk: what alters others has one of its own, those in danger share one."""
    calm = [name for name, page in PAGES.items() if not page.alters and name not in IN_DANGER]
    together = [calm[at : at + _ON_ONE_WALK] for at in range(0, len(calm), _ON_ONE_WALK)]
    alone = [(name,) for name, page in PAGES.items() if page.alters]
    return [*map(tuple, together), IN_DANGER, *alone]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The program with nobody in it: it is asked only which address is whose."""
    folder: Path = tmp_path_factory.mktemp("addresses")
    return create_app(factories.make_services(f"sqlite:///{folder}/none.db"), demo=StillStage())


def endpoint_at(app: Flask, address: str) -> str:
    """Empty where nothing is."""
    addresses, path = app.url_map.bind("localhost"), urlsplit(address).path
    try:
        return addresses.match(path, "GET")[0]
    except MethodNotAllowed:
        return addresses.match(path, "POST")[0]
    except NotFound:
        return ""


def test_every_page_that_staff_can_open_is_looked_at(app: Flask):
    by_browser = {*SIGNED_IN, Access.PUBLIC, Access.DOOR}
    answer_a_get = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rules_of(app)[rule.endpoint] in by_browser
    }
    shown = {page.endpoint for page in PAGES.values()}
    excepted = {*NO_PAGE, *ELSEWHERE}
    assert answer_a_get - shown - excepted == set(), "neither in PAGES nor excepted"
    assert excepted & shown == set(), "excepted, and yet there is a way to it"
    assert excepted - answer_a_get == set(), "excepted, and gone"


@pytest.mark.parametrize("names", walks_through(), ids=" + ".join)
def test_pages_have_no_barrier_and_fit_every_window(
    desk: Page, clinic: Clinic, app: Flask, names: Sequence[str]
):
    if names == IN_DANGER:
        endanger(clinic)
    for name in names:
        desk.set_viewport_size({"width": 1440, "height": 900})
        desk.goto(clinic.address)
        PAGES[name].way(desk)
        assert endpoint_at(app, desk.url) == PAGES[name].endpoint, name
        assert name in OF_PROGRAMMERS or desk.evaluate(_OTHER_DATES) == [], name
        for width in (1440, 390):
            desk.set_viewport_size({"width": width, "height": 900})
            assert barriers(desk) == [], f"{name} at {width} px"
        for width in (320, 390, 768, 1440):
            desk.set_viewport_size({"width": width, "height": 900})
            assert desk.evaluate("document.scrollingElement.scrollWidth") <= width, name


def test_every_entry_of_the_navigation_is_in_sight_in_both_languages(desk: Page):
    for language in ("español", "English"):
        for width in (768, 1024, 1180, 1280, 1366, 1440):
            desk.set_viewport_size({"width": width, "height": 900})
            hidden = desk.evaluate(
                "(nav => nav.scrollWidth - nav.clientWidth)(document.querySelector('.top nav'))"
            )
            assert hidden <= 0, f"{hidden} px at {width}"
        walks.follow(desk.get_by_role("button", name=language))


def test_no_figure_of_a_course_stands_alone_in_its_row(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    desk.set_viewport_size({"width": 768, "height": 900})
    tops = desk.locator("table.courses").first.locator("tr").nth(1).locator("td")
    rows = tops.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
    assert len(rows) == 7
    assert all(rows.count(top) > 1 for top in rows)
