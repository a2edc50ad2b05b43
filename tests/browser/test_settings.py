"""Somebody joins the team, from the owner's form to their own password."""

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.conftest import Visit


def test_somebody_is_invited_and_signs_in(desk: Page, visit: Visit, clinic: Clinic):
    walks.to(desk, "Settings")
    walks.follow(desk.get_by_role("link", name="Invite to the team"))
    desk.get_by_label("Email").fill("ben@demo.example")
    desk.get_by_label("Name").fill("Ben Ames")
    walks.follow(desk.get_by_role("button", name="Invite"))
    link = desk.locator(".link-to-give").inner_text()
    theirs = visit()
    theirs.goto(f"{clinic.address}/join/{link.rpartition('/')[2]}")
    theirs.get_by_label("New password").fill("a few words of my own")
    walks.follow(theirs.get_by_role("button", name="Set the password"))
    expect(theirs.get_by_text("Your password is set")).to_be_visible()
    walks.sign_in(theirs, clinic, "ben@demo.example", "a few words of my own")
    expect(theirs.get_by_role("link", name="Settings")).to_have_count(0)
