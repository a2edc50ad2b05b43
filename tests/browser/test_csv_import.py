"""A file of patients or of infusions: looked at line by line, stored, put right and given again."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import walks
from tests.browser.barriers import barriers
from tests.browser.ways import PATIENT

ON_RECORD = "2026-04-30;11:05;11:45;37,5;75;intravenous"
GIVEN_TODAY = "2026-05-14;13:20;14:00;37,5;75;intravenous"
WRONG = "2026-05-12;09:00;08:30;forty;75;by drone"
PUT_RIGHT = "2026-05-12;09:00;09:40;40;75;intravenous"


def look(page: Page, lines: str) -> Locator:
    """Give a file with these lines; the rows of what would happen."""
    walks.to(page, "Patients")
    walks.follow(page.get_by_role("link", name="Import from a file"))
    file = {"name": "file.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("CSV file").set_input_files(file)
    walks.follow(page.get_by_role("button", name="Look at it"))
    return page.locator("table.import tbody tr")


def infusions(*lines: str) -> str:
    columns = "phone;date;start;end;dose_mg;weight_kg;route"
    return "\n".join((columns, *(f"{PATIENT};{line}" for line in lines)))


def test_a_file_is_looked_at_before_it_is_stored(desk: Page):
    lines = (
        "name,phone,consent,consent_by,consent_on\n"
        "Vera Lindqvist,432-555-0177,yes,Rosa Nolan,2026-05-14\n"
        "Nobody,12,yes,Rosa Nolan,2026-05-14\n"
    )
    rows = look(desk, lines)
    expect(rows.nth(0)).to_contain_text("new")
    expect(rows.nth(1)).to_contain_text("not a phone number that can get texts")
    desk.get_by_label("was read the consent wording").check()
    walks.follow(desk.get_by_role("button", name="Store 1 line"))
    assert barriers(desk) == []
    walks.follow(desk.get_by_role("link", name="To the patients"))
    expect(desk.get_by_role("link", name="Vera Lindqvist")).to_be_visible()
    expect(desk.get_by_text("Nobody", exact=True)).to_have_count(0)


def test_infusions_of_a_file_join_what_is_on_record_and_take_over_what_was_planned(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    walks.follow(desk.get_by_role("link", name="Plan infusion"))
    walks.fill_infusion(desk, date="2026-05-14", start="16:00")
    walks.follow(desk.get_by_role("button", name="Save the plan"))
    on_chart = walks.panel(desk, "Infusions").locator("tbody tr")
    expect(on_chart.first).to_contain_text("planned")
    before = on_chart.count()

    rows = look(desk, infusions(ON_RECORD, GIVEN_TODAY, WRONG))
    expect(desk.locator(".sub")).to_contain_text("Nothing is stored yet.")
    for width in (390, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        assert barriers(desk) == []
        assert desk.evaluate("document.scrollingElement.scrollWidth") <= width
    known, new, wrong = rows.nth(0), rows.nth(1), rows.nth(2)
    expect(known).to_contain_text("on record already")
    expect(new).to_contain_text("Takes the place of the plan for 16:00.")
    for column, typed, said in (
        ("end", "08:30", "The end is before the start."),
        ("dose_mg", "forty", "This is not a number."),
        ("route", "by drone", ""),
    ):
        cell = wrong.get_by_role("listitem").filter(has=desk.get_by_text(column, exact=True))
        expect(cell.locator("q")).to_have_text(typed)
        expect(cell).to_contain_text(said)

    walks.follow(desk.get_by_role("button", name="Store 1 line"))
    expect(desk.locator(".sub")).to_contain_text("1 stored, 1 on record already, 1 wrong")
    expect(wrong).to_contain_text("forty")
    walks.chart_of(desk, "Alma Reyes")
    expect(on_chart).to_have_count(before)
    expect(on_chart.first).to_contain_text("37.5 mg")
    expect(on_chart.first).not_to_contain_text("planned")

    rows = look(desk, infusions(ON_RECORD, GIVEN_TODAY, PUT_RIGHT))
    expect(rows.filter(has_text="on record already")).to_have_count(2)
    walks.follow(desk.get_by_role("button", name="Store 1 line"))
    walks.chart_of(desk, "Alma Reyes")
    expect(on_chart).to_have_count(before + 1)
