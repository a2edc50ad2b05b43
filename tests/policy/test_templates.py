"""Every template compiles, leans on templates that exist, and keeps to the content policy."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta

from tests.policy.sources import ROOT, text, under

TEMPLATES = under("templates")
PAGES = [path for path in TEMPLATES if path.suffix == ".html" and "mail" not in path.parts]
LANGUAGES = ("en", "es")

INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
}


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )


def test_every_template_compiles(environment: Environment):
    for path in TEMPLATES:
        environment.compile(text(path), filename=str(path))


def test_every_template_that_is_named_exists(environment: Environment):
    known = {path.relative_to("templates").as_posix() for path in TEMPLATES}
    missing = {
        f"{path}: {named}"
        for path in TEMPLATES
        for named in meta.find_referenced_templates(environment.parse(text(path)))
        if named is not None and named not in known
    }
    assert missing == set()


def test_no_template_trusts_its_values():
    trusting = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert [str(path) for path in TEMPLATES if trusting.search(text(path))] == []


@pytest.mark.parametrize("what", INLINE)
def test_a_page_works_under_a_strict_content_policy(what: str):
    assert [str(path) for path in PAGES if INLINE[what].search(text(path))] == []


def test_every_text_is_there_in_every_language(environment: Environment):
    """The same texts, and each asks for the same values in both languages."""
    asked: dict[str, dict[str, set[str]]] = {language: {} for language in LANGUAGES}
    for path in TEMPLATES:
        match path.parts:
            case ("templates", "sms", language, *rest):
                wants = meta.find_undeclared_variables(environment.parse(text(path)))
                asked[language][str(Path(*rest))] = wants
    first, *others = (asked[language] for language in LANGUAGES)
    for other in others:
        assert other == first


def test_no_text_is_empty():
    texts = [path for path in TEMPLATES if path.parts[:2] == ("templates", "sms")]
    assert [str(path) for path in texts if not text(path).strip()] == []
