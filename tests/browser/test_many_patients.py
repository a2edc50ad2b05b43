"""A clinic of many patients: filtered, sorted, searched; by keyboard; in Spanish; and of none."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.barriers import barriers
from tests.browser.crowded import NEWCOMER, STAFF, Crowd
from tests.factories import PASSWORD

IN_DANGER = 24
LISTS = {
    "Today": "No patients yet",
    "Patients": "No patients yet",
    "Alerts": "No open alert",
    "Outcomes": "No outcomes yet",
}
"""The pages that a clinic fills, and what each says of one in which nobody is."""


@pytest.fixture
def desk(page: Page, crowd: Crowd) -> Page:
    walks.sign_in(page, crowd, STAFF, PASSWORD)
    return page


def names(page: Page) -> list[str]:
    return page.locator("a.name").all_inner_texts()


def test_the_list_is_filtered_sorted_searched_and_turned_over(desk: Page):
    walks.to(desk, "Patients")
    by_need = names(desk)
    assert len(by_need) == 50
    walks.follow(desk.get_by_role("link", name="Next", exact=True))
    expect(desk.get_by_text("Page 2 of 7")).to_be_visible()
    assert not set(names(desk)) & set(by_need)

    walks.follow(desk.get_by_role("link", name="Patient, infusion"))
    expect(desk.get_by_role("columnheader", name="Patient, infusion")).to_have_attribute(
        "aria-sort", "ascending"
    )
    days = [int(said.split()[1]) for said in desk.locator(".c-name small").all_inner_texts()]
    assert days == sorted(days, reverse=True)
    assert barriers(desk) == []

    chips = desk.get_by_role("navigation", name="Filter by status")
    walks.follow(chips.get_by_role("link", name="Better"))
    expect(desk.get_by_role("columnheader", name="Patient, infusion")).to_have_attribute(
        "aria-sort", "ascending"
    )
    assert set(desk.locator(".c-status .tag").all_inner_texts()) == {"Better"}

    somebody = by_need[7]
    desk.keyboard.press("/")
    desk.keyboard.type(somebody.upper()[: len(somebody) - 2])
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert somebody in names(desk)
    assert "?" not in desk.url
    walks.follow(desk.get_by_role("button", name="Answered"))
    assert somebody in names(desk)


@pytest.mark.parametrize("width", [768, 390])
def test_a_list_without_its_head_is_sorted_and_says_the_next_text(desk: Page, width: int):
    desk.set_viewport_size({"width": width, "height": 900})
    walks.to(desk, "Patients")
    expect(desk.get_by_role("columnheader")).to_have_count(0)
    sort_by = desk.get_by_role("navigation", name="Sort by")
    expect(sort_by.locator("[aria-current]")).to_have_text("Need")
    by_need = names(desk)
    walks.follow(sort_by.get_by_role("link", name="Days since infusion"))
    expect(sort_by.locator("[aria-current]")).to_have_text("Days since infusion")
    days = [int(said.split()[1]) for said in desk.locator(".c-name small").all_inner_texts()]
    assert days == sorted(days, reverse=True)
    assert names(desk) != by_need
    said = desk.locator(".c-next:visible").all_inner_texts()
    assert len(said) == len(days)
    assert all(re.match(r"Next text: \S", each) for each in said)
    assert barriers(desk) == []

    desk.get_by_label("Find a patient").fill("a")
    with desk.expect_navigation():
        desk.get_by_label("Find a patient").press("Enter")
    walks.follow(sort_by.get_by_role("button", name="Answered"))
    expect(sort_by.locator("[aria-current]")).to_have_text("Answered")


def test_one_key_to_a_patient_and_one_back(desk: Page):
    called = names(desk)
    for key, name in (("3", called[2]), ("1", called[0])):
        with desk.expect_navigation():
            desk.keyboard.press(key)
        expect(desk.get_by_role("heading", level=1)).to_have_text(name)
        with desk.expect_navigation():
            desk.keyboard.press("u")
        expect(desk.get_by_role("heading", level=1)).to_have_text("Who to call today")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(called[1])


def test_a_forecast_is_edited_with_a_reason_and_a_summary_printed(desk: Page):
    desk.get_by_label("Find a patient").fill("marisol")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    walks.follow(desk.get_by_role("link", name="Marisol Quintanilla"))
    walks.follow(desk.get_by_role("link", name="Accept or edit"))
    assert barriers(desk) == []
    desk.get_by_label("to be replaced by this one").check()
    desk.locator("#low_on").fill("2026-12-01")
    desk.locator("#high_on").fill("2026-12-20")
    walks.follow(desk.get_by_role("button", name="Save"))
    expect(desk.locator("#reason-error")).to_be_visible()
    expect(desk.locator("#low_on")).to_have_value("2026-12-01")
    desk.get_by_label("Reason").fill("New job in December.")
    walks.follow(desk.get_by_role("button", name="Save"))
    forecast = walks.panel(desk, "When half of the gain may be lost")
    expect(forecast).to_contain_text("New job in December.")
    walks.follow(desk.get_by_role("link", name="Accept or edit"))
    desk.get_by_label("right as it is").check()
    walks.follow(desk.get_by_role("button", name="Save"))
    expect(forecast).to_contain_text("accepted")

    address = desk.get_by_role("link", name="Summary (PDF)").get_attribute("href")
    assert address
    printed = desk.request.get(str(desk.evaluate("path => new URL(path, location).href", address)))
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")


def test_staff_read_spanish_with_its_dates_and_numbers(desk: Page):
    walks.follow(desk.get_by_role("button", name="español"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("A quién llamar hoy")
    expect(desk.locator(".sub").first).to_contain_text("miércoles 18 de noviembre, 10:00")
    with desk.expect_navigation():
        desk.keyboard.press("1")
    expect(desk.locator("html")).to_have_attribute("lang", "es")
    expect(desk.locator(".timeline:visible")).to_contain_text("ago")
    exact = desk.locator("table.folding time").first.get_attribute("title")
    assert exact is not None
    assert " de " in exact
    assert barriers(desk) == []
    walks.follow(desk.get_by_role("navigation").get_by_role("link", name="Resultados"))
    expect(desk.locator("main")).to_contain_text("53,6\u00a0% de 537")
    walks.follow(desk.get_by_role("link", name="Vía"))
    assert barriers(desk) == []
    table = desk.get_by_role("link", name="Descargar como CSV")
    with desk.expect_download() as got:
        table.click()
    assert got.value.suggested_filename.endswith(".csv")
    walks.follow(desk.get_by_role("button", name="English"))


def looked_at(page: Page) -> None:
    """No barrier, and nothing to scroll to sideways."""
    page.set_viewport_size({"width": 1440, "height": 900})
    assert barriers(page) == [], page.url
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, page.url
    page.set_viewport_size({"width": 1440, "height": 900})


def test_lists_are_whole_with_nobody_in_them_and_with_many(page: Page, crowd: Crowd):
    paged = crowd.endanger(IN_DANGER)
    walks.sign_in(page, crowd, NEWCOMER, PASSWORD)
    for entry, said in LISTS.items():
        walks.to(page, entry)
        expect(page.locator(".empty-title")).to_have_text(said)
        expect(page.locator("[data-row]")).to_have_count(0)
        looked_at(page)
    walks.follow(page.get_by_role("button", name="Sign out"))

    walks.sign_in(page, crowd, STAFF, PASSWORD)
    grave = (".row.k-danger", IN_DANGER)
    for entry, (row, shown) in zip(
        LISTS, (grave, ("tr[data-row]", 50), grave, (".row", 0)), strict=True
    ):
        walks.to(page, entry)
        expect(page.locator(".empty-title")).to_have_count(0)
        expect(page.locator(".alertbar")).to_contain_text(f"{IN_DANGER} open alerts")
        expect(page.locator(row)).to_have_count(shown)
        looked_at(page)
    page.goto(crowd.address + paged)
    expect(page.get_by_role("button", name="I take it")).to_be_visible()
    looked_at(page)
