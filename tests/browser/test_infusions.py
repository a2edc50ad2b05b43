"""Infusions on the form: wrong ones, corrected ones, cancelled ones."""

from playwright.sync_api import Page, expect

from tests.browser import walks

WRONG = [
    ("dose_mg", "0", "This must be more than zero."),
    ("dose_mg", "375", "Check the decimal point and the weight"),
    ("dose_mg", "a lot", "This is not a number."),
    ("date", "2026-05-15", "That day has not come yet."),
    ("end", "12:10", "The end is before the start."),
    ("weight_kg", "", "Enter the weight in kilograms."),
]


def test_a_wrong_infusion_is_not_stored_and_nothing_typed_is_lost(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    rows = walks.panel(desk, "Infusions").locator("tbody tr")
    before = rows.count()
    desk.get_by_role("link", name="Record infusion").click()
    right = {"date": "2026-05-14", "start": "13:20", "end": "14:00"}
    right |= {"dose_mg": "46", "weight_kg": "92"}
    for field, typed, said in WRONG:
        walks.fill_infusion(desk, **{**right, field: typed})
        walks.follow(desk.get_by_role("button", name="Record as given"))
        expect(desk.locator("[id$=-error]")).to_have_count(1)
        expect(desk.locator(f"#{field}-error")).to_contain_text(said)
        for name, value in {**right, field: typed}.items():
            expect(desk.locator(f"#{name}")).to_have_value(value)
    walks.chart_of(desk, "Alma Reyes")
    expect(rows).to_have_count(before)


def test_a_dose_shows_per_kilogram_while_it_is_typed(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    desk.get_by_role("link", name="Record infusion").click()
    walks.fill_infusion(desk, dose_mg="46", weight_kg="92")
    expect(desk.locator("output")).to_contain_text("0.5")
    walks.fill_infusion(desk, dose_mg="460")
    expect(desk.get_by_text("unusual: check the decimal")).to_be_visible()


def test_texts_move_with_a_corrected_infusion_and_vanish_with_a_cancelled_one(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    walks.record_infusion(desk, "13:20", "14:00")
    first = walks.upcoming(desk).filter(has_text="After the infusion")
    expect(first.locator("time")).to_have_attribute("datetime", "2026-05-14T22:00:00+00:00")

    infusions = walks.panel(desk, "Infusions").locator("tbody tr")
    infusions.first.get_by_role("link", name="Correct").click()
    walks.fill_infusion(desk, end="14:30")
    desk.get_by_role("button", name="Save the correction").click()
    expect(desk.get_by_text("Corrected.")).to_be_visible()
    expect(first.locator("time")).to_have_attribute("datetime", "2026-05-14T22:30:00+00:00")

    infusions.first.get_by_role("link", name="Cancel").click()
    desk.get_by_role("button", name="Cancel the infusion").click()
    expect(desk.locator("#reason-error")).to_be_visible()
    desk.get_by_label("Reason").fill("entered twice")
    desk.get_by_role("button", name="Cancel the infusion").click()
    expect(desk.get_by_text("Cancelled. What was still to come is withdrawn.")).to_be_visible()
    expect(first).to_have_count(0)
    expect(infusions.first).to_contain_text("entered twice")
    expect(infusions.first.get_by_role("link")).to_have_count(0)


def test_a_planned_infusion_is_recorded_as_given(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    desk.get_by_role("link", name="Plan infusion").click()
    walks.fill_infusion(desk, date="2026-05-15", start="11:00")
    desk.get_by_role("button", name="Save the plan").click()
    planned = walks.panel(desk, "Infusions").locator("tbody tr").first
    expect(planned).to_contain_text("planned")
    walks.move(desk, "1 day")
    planned.get_by_role("link", name="Given").click()
    expect(desk.locator("#date")).to_have_value("2026-05-15")
    walks.fill_infusion(desk, end="11:40", dose_mg="46")
    desk.get_by_role("button", name="Record as given").click()
    expect(planned).to_contain_text("46 mg")
    expect(planned).not_to_contain_text("planned")
