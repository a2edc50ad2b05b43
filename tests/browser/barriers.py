"""What stands in the way of somebody on a page, as far as axe knows."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""A theme changes colours and nothing else."""
_HOW = {"resultTypes": ["violations"], "selectors": False, "iframes": False}
"""Half of the work would be names for elements that we show as they are, and frames we have not."""


def barriers(page: Page) -> list[str]:
    """What axe has against the page as it is: all rules in the light, of colour in the dark."""
    page.wait_for_load_state()  # what has no style yet is too small for a thumb
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    page.emulate_media(color_scheme="light")
    found = _violations(page, "tag", TAGS)
    page.emulate_media(color_scheme="dark")
    return [*found, *(f"dark: {each}" for each in _violations(page, "rule", OF_COLOUR))]


def _violations(page: Page, kind: str, values: Sequence[str]) -> list[str]:
    found = page.evaluate(
        "how => axe.run(how)",
        {**_HOW, "runOnly": {"type": kind, "values": values}},
    )
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
