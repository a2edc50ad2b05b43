"""Who may see a page: somebody signed in, of this clinic, until they sign out."""

import re

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.lived import STRANGER


def test_a_wrong_password_is_refused_and_the_address_kept(page: Page, clinic: Clinic):
    page.goto(f"{clinic.address}/patients")
    expect(page).to_have_title(re.compile("Sign in"))
    page.get_by_label("Email").fill(walks.NURSE.sign_in_name)
    page.get_by_label("Password").fill("not her password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Email or password is wrong")
    expect(page.get_by_label("Email")).to_have_value(walks.NURSE.sign_in_name)
    expect(page.get_by_label("Password")).to_have_value("")

    page.get_by_label("Password").fill(walks.NURSE.password)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Patients")


def test_after_signing_out_the_way_back_shows_no_patient(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    desk.get_by_role("button", name="Sign out").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")
    desk.go_back()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(desk.get_by_text("Alma Reyes")).to_have_count(0)


def test_another_clinics_staff_find_nothing(page: Page, clinic: Clinic):
    walks.sign_in(page, clinic)
    walks.to(page, "Patients")
    address = page.get_by_role("link", name="Alma Reyes").get_attribute("href")
    assert address
    page.get_by_role("button", name="Sign out").click()
    walks.sign_in(page, clinic, *STRANGER)
    for path in ("patients/{}", "phones/{}", "patients/{}/infusions/new"):
        answer = page.goto(f"{clinic.address}/{path.format(address.rpartition('/')[2])}")
        assert answer
        assert answer.status == 404, path
        expect(page.get_by_text("Alma Reyes")).to_have_count(0)


def test_another_clinics_lists_are_empty(page: Page, clinic: Clinic):
    walks.sign_in(page, clinic, *STRANGER)
    for entry, words in [
        ("Patients", "No patients yet"),
        ("Alerts", "No open alert"),
        ("Phones", "No phones yet"),
    ]:
        walks.to(page, entry)
        expect(page.get_by_text(words)).to_be_visible()
