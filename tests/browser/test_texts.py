"""What a patient may write: half an answer, STOP; and what a stranger may."""

import re

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic


def asked(desk: Page) -> None:
    """Alma's phone, with the next morning's check-in on it and the test to answer."""
    walks.phone_of(desk, "Alma Reyes")
    walks.answers(desk)
    walks.move(desk, "1 day")
    expect(walks.bubbles(desk, "out").last).to_contain_text("Mood 0-10")


def test_of_half_an_answer_only_the_rest_is_asked(desk: Page):
    asked(desk)
    walks.text(desk, "mood 6 and distress 3")
    expect(walks.bubbles(desk, "out").last).to_contain_text("And sleep")
    walks.text(desk, "7")
    desk.get_by_role("link", name="Chart").click()
    half, rest = (desk.locator(".bubble.in").nth(at) for at in (-2, -1))
    expect(half).to_contain_text("read as mood 6, distress 3; the rest was asked again")
    expect(rest).to_contain_text("read as sleep 7 h")


def test_after_stop_nothing_is_sent(desk: Page):
    asked(desk)
    walks.text(desk, "STOP")
    before = walks.bubbles(desk, "out").count()
    for _ in range(2):
        walks.move(desk, "1 day")
    expect(walks.bubbles(desk, "out")).to_have_count(before)
    walks.to(desk, "Patients")
    row = desk.get_by_role("row").filter(has_text="Alma Reyes")
    expect(row).to_contain_text("Opted out")
    row.get_by_role("link").click()
    expect(walks.panel(desk, "Next texts")).to_contain_text("Nothing is planned to be sent.")


def test_a_text_from_an_unknown_number_waits_for_a_person(desk: Page, clinic: Clinic):
    clinic.text_from("+14325550199", "new phone, it is me, mood 4")
    walks.to(desk, "To be read")
    text = desk.get_by_role("listitem").filter(has_text="new phone, it is me, mood 4")
    expect(text).to_contain_text("432-555-0199")
    counted = desk.get_by_role("navigation", name="Main").get_by_role(
        "link", name=re.compile("To be read 1")
    )
    expect(counted).to_be_visible()
    text.get_by_role("button", name="Done").click()
    expect(text).to_have_count(0)
    expect(counted).to_have_count(0)


def test_danger_from_an_unknown_number_opens_an_alert(desk: Page, clinic: Clinic):
    clinic.text_from("+14325550199", "i want to kill myself")
    walks.to(desk, "To be read")
    expect(desk.locator(".alertbar")).to_contain_text("1 open alert")
    desk.get_by_role("listitem").filter(has_text="kill myself").get_by_role(
        "link", name="Alert"
    ).click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("432-555-0199")
