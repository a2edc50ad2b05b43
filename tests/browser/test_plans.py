"""The clinic's protocols and one patient's next text, changed in the browser."""

from playwright.sync_api import Page, expect

from tests.browser import walks


def test_a_protocol_is_changed_checked_loaded_and_its_patients_moved(desk: Page):
    walks.to(desk, "Protocols")
    walks.follow(desk.get_by_role("link", name="Standard follow-up"))
    walks.follow(desk.get_by_role("link", name="Make a new version"))
    source = desk.get_by_label("Text of the protocol")
    changed = source.input_value().replace("PT24H", "PT26H").replace('"1"', '"llano-1"', 1)
    source.fill(changed)
    walks.follow(desk.get_by_role("button", name="Check it"))
    expect(desk.get_by_text("26 hours after the end of an infusion")).to_be_visible()
    desk.get_by_label("at once").check()
    walks.follow(desk.get_by_role("button", name="Load it"))
    expect(desk.get_by_text("standard/llano-1 is loaded.")).to_be_visible()
    expect(desk.get_by_text("1 patient was moved over.")).to_be_visible()


def test_a_text_is_moved_to_another_time(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    last = walks.upcoming(desk).last
    walks.follow(last.get_by_role("link", name="Move"))
    desk.get_by_label("Time").fill("21:15")
    walks.follow(desk.get_by_role("button", name="Move it"))
    expect(desk.locator("#time-error")).to_contain_text("does not text at that time")
    expect(desk.locator("#time")).to_have_value("21:15")
    desk.get_by_label("Time").fill("19:15")
    walks.follow(desk.get_by_role("button", name="Move it"))
    expect(walks.upcoming(desk).filter(has_text="moved by staff")).to_be_visible()
