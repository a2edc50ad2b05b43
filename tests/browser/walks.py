"""Steps that many walks through the pages have in common."""

import re

from playwright.sync_api import Locator, Page, expect

from diary.simulation.clinic import ACCOUNTS, PASSWORD
from tests.browser.clinic import Clinic

NURSE, PSYCHIATRIST = ACCOUNTS


def sign_in(
    page: Page, clinic: Clinic, name: str = NURSE.sign_in_name, password: str = PASSWORD
) -> None:
    page.goto(f"{clinic.address}/sign-in")
    page.get_by_label("Email").fill(name)
    page.get_by_label("Password").fill(password)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def enter(page: Page, clinic: Clinic) -> None:
    """Today, in the browser of a nurse who has signed in before."""
    page.context.add_cookies([{"name": "diary", "value": clinic.token, "url": clinic.address}])
    page.goto(clinic.address)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def follow(target: Locator) -> None:
    """Click what leads to another page, and wait until that page and its style are there."""
    with target.page.expect_navigation():
        target.click()


def to(page: Page, entry: str) -> None:
    """Along the navigation."""
    follow(page.get_by_role("navigation", name="Main").get_by_role("link", name=entry))


def chart_of(page: Page, name: str) -> None:
    to(page, "Patients")
    follow(page.get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def phone_of(page: Page, name: str) -> None:
    to(page, "Phones")
    follow(page.get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def answers(page: Page) -> None:
    """On a phone's page: from here on only the test answers."""
    page.get_by_role("button", name="Let me answer").click()
    expect(page.get_by_text("Only you answer")).to_be_visible()


def text(page: Page, body: str) -> None:
    """On a phone's page: send a text."""
    page.get_by_label("Text to the clinic").fill(body)
    page.get_by_role("button", name="Send").click()
    expect(bubbles(page, "in").filter(has_text=body).last).to_be_visible()


def bubbles(page: Page, side: str) -> Locator:
    """The texts of a thread: ``in`` from the patient, ``out`` from the clinic."""
    return page.locator(f".bubble.{side} p")


def move(page: Page, by: str) -> None:
    """Press a button of the demo's clock, and wait until the page is there again."""
    follow(page.get_by_role("form", name="Demo clock").get_by_role("button", name=by))


def clock(page: Page) -> str:
    return page.locator(".clock-now").inner_text()


def fill_infusion(page: Page, **fields: str) -> None:
    for field, value in fields.items():
        page.locator(f"#{field}").fill(value)


def record_infusion(page: Page, start: str, end: str, dose_mg: str = "37.5") -> None:
    """On a chart: record today's infusion on the form."""
    page.get_by_role("link", name="Record infusion").click()
    fill_infusion(page, start=start, end=end, dose_mg=dose_mg, weight_kg="75")
    follow(page.get_by_role("button", name="Record as given"))
    expect(page.get_by_text("Recorded. The check-ins that follow it are laid out.")).to_be_visible()


def upcoming(page: Page) -> Locator:
    """On a chart: the texts that are planned."""
    return panel(page, "Next texts").get_by_role("listitem")


def panel(page: Page, title: str) -> Locator:
    return page.locator(".panel").filter(
        has=page.get_by_role("heading", name=re.compile(f"^{title}"))
    )


def enrol(page: Page, name: str, phone: str, language: str = "English") -> None:
    """The enrolment form, filled and sent."""
    to(page, "Patients")
    follow(page.get_by_role("link", name="Enrol a patient").first)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Mobile number").fill(phone)
    page.get_by_role("radio", name=language).check()
    page.get_by_label("I read this to the patient").check()
    follow(page.get_by_role("button", name="Enrol and invite"))
