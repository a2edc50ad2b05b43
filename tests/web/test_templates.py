"""What holds on every page: it renders, forbids inline code, labels its fields, escapes names."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from diary.web.rendering import equip
from diary.web.screens.forms import Form
from diary.web.screens.frame import Staff
from tests.web.screens import NAME, SCREENS, frame

TEMPLATES = Path(__file__).parents[2] / "templates"
OURS = ("base.html", "pages/*.html", "partials/*.html", "forms/*.html", "errors/*.html")
ERRORS = ("400", "403", "404", "405", "413", "500", "503")


def environment() -> Environment:
    built = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    built.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    built.globals.update(
        url_for=lambda endpoint, **values: "/" + "/".join([endpoint, *map(str, values.values())]),
        csrf_token=lambda: "token",
        get_flashed_messages=lambda **_: [("error", "Not saved."), ("success", "Saved.")],
        request=SimpleNamespace(path="/here"),
    )
    equip(built)
    return built


ENVIRONMENT = environment()


class Page(HTMLParser):
    """The tags of a page in order, each with its attributes and the tags it stands in."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "option"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), tuple(self._open)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self._open, f"</{tag}> closes nothing"
            assert self._open.pop() == tag, f"</{tag}> closes something else"

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _ in self.tags if tag in names]

    def values(self, attribute: str) -> list[str]:
        return [given[attribute] or "" for _, given, _ in self.tags if attribute in given]


def render(template: str, page: Any, around: Any) -> str:
    return ENVIRONMENT.get_template(f"pages/{template}.html").render(page=page, frame=around)


RENDERED = [
    *(pytest.param(render(*screen), id=f"{screen[0]}-{n}") for n, screen in enumerate(SCREENS)),
    *(
        pytest.param(ENVIRONMENT.get_template(f"errors/{code}.html").render(), id=f"error-{code}")
        for code in ERRORS
    ),
]
every_page = pytest.mark.parametrize("html", RENDERED)


@every_page
def test_nothing_inline_that_a_strict_policy_would_stop(html: str):
    page = Page(html)
    assert not page.values("style")
    assert not page.all("style")
    assert all("src" in script for script in page.all("script"))
    attributes = {name for _, given, _ in page.tags for name in given}
    assert not {name for name in attributes if name.startswith("on")}


@every_page
def test_ids_are_unique_and_references_lead_somewhere(html: str):
    page = Page(html)
    ids = page.values("id")
    assert not [name for name, count in Counter(ids).items() if count > 1]
    for attribute in ("for", "aria-describedby", "aria-labelledby", "list", "data-into"):
        for value in page.values(attribute):
            assert set(value.split()) <= set(ids), f"{attribute}={value}"
    anchors = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert anchors <= set(ids)


@every_page
def test_every_field_has_a_label(html: str):
    page = Page(html)
    labelled = {label.get("for") for label in page.all("label")}
    for tag, given, within in page.tags:
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            assert given.get("id") in labelled or given.get("aria-label") or "label" in within


@every_page
def test_every_form_that_changes_something_carries_the_token(html: str):
    page = Page(html)
    posting = [form for form in page.all("form") if form.get("method") == "post"]
    tokens = [field for field in page.all("input") if field.get("name") == "csrf_token"]
    assert len(tokens) == len(posting)
    assert all(form.get("method") == "post" for form in page.all("form"))


@every_page
def test_there_is_one_heading_of_the_first_rank_and_a_title(html: str):
    page = Page(html)
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert not html.split("<title>")[1].startswith(" ·")


@every_page
def test_names_are_escaped(html: str):
    assert NAME not in html
    assert "<cant>" not in html


@pytest.mark.parametrize("screen", [each for each in SCREENS if getattr(each[1], "form", None)])
def test_what_was_typed_and_what_is_wrong_stand_in_the_form(screen: tuple[str, Any, Any]):
    html = render(*screen)
    form: Form = screen[1].form
    for name, message in form.errors.items():
        assert message in html
        assert not name or f'id="{name}-error"' in html
    if form.errors and screen[0] not in ("alert", "phone"):
        assert "<title>Error:" in html


def test_every_page_template_is_rendered_here():
    pages = {path.stem for path in (TEMPLATES / "pages").glob("*.html")}
    assert pages == {template for template, _, _ in SCREENS}
    assert {path.stem for path in (TEMPLATES / "errors").glob("*.html")} == {*ERRORS, "error"}


def test_every_template_says_what_it_is_given():
    for pattern in OURS:
        for path in TEMPLATES.glob(pattern):
            start = path.read_text(encoding="utf-8")
            assert start.startswith("{#") or "<svg" in start[:4], path


def test_a_search_stays_out_of_the_address():
    html = next(render(*screen) for screen in SCREENS if getattr(screen[1], "search", "") == "ca<")
    assert all("ca<" not in href for href in Page(html).values("href"))


def test_the_demo_parts_are_absent_from_a_real_clinic():
    around = frame("today", demo=False)
    today = next(page for template, page, _ in SCREENS if template == "today")
    html = render("today", today, around)
    assert "demo." not in html


def test_initials_are_of_the_first_and_last_name():
    assert Staff("Ruth Anne Nolan").initials == "RN"
    assert Staff("Ruth").initials == "R"
    assert Staff("").initials == ""
