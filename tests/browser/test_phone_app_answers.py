"""Answers to a check-in in the phone app: changed, cleared, and by text before."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser import handset, walks

NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


def test_what_was_texted_is_changed_and_cleared_and_staff_see_both(phone: Page, desk: Page):
    check_in = handset.check_in(phone)
    walks.text(desk, "6 3 7")
    handset.meet(phone)
    expect(phone.get_by_text("Answered by text.")).to_be_visible()
    phone.get_by_role("link", name="Change my answers").click()
    mood, distress = scale(phone, "mood right now"), scale(phone, "distress do you feel")
    expect(mood.get_by_role("radio", name="6", exact=True)).to_be_checked()
    mood.get_by_role("radio", name="4", exact=True).check()
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_text("Mood 4")).to_be_visible()
    assert phone.evaluate(ANSWERS, check_in) == [{"mood": 4, "distress": 3, "sleep_hours": 7}]

    phone.get_by_role("link", name="Change my answers").click()
    distress.get_by_role("button", name="Clear distress").click()
    phone.get_by_role("button", name="Send my answers").click()
    phone.get_by_role("button", name="Send without them").click()
    expect(phone.get_by_role("link", name="Go on")).to_be_visible()
    assert phone.evaluate(ANSWERS, check_in) == [{"mood": 4, "sleep_hours": 7}]

    walks.chart_of(desk, "Alma Reyes")
    entered = walks.panel(desk, "Entered in the app").get_by_role("listitem")
    expect(entered).to_have_count(1)
    expect(entered).to_contain_text("mood 4, sleep 7 h")
    expect(entered).to_contain_text("in place of mood 6, distress 3")


def test_answers_that_were_begun_before_a_text_came_lie_beside_and_can_be_put_first(
    phone: Page, desk: Page
):
    check_in = handset.check_in(phone)
    phone.get_by_role("link", name="Start").click()
    mood = scale(phone, "mood right now")
    mood.get_by_role("radio", name="2", exact=True).check()
    walks.text(desk, "6 3 7")
    phone.get_by_role("button", name="Send my answers").click()
    phone.get_by_role("button", name="Send without them").click()
    expect(phone.get_by_text("Other answers from the app came after these.")).to_be_visible()
    phone.get_by_role("link", name="Change my answers").click()
    expect(mood.get_by_role("radio", name="6", exact=True)).to_be_checked()
    mood.get_by_role("radio", name="2", exact=True).check()
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_text("Mood 2")).to_be_visible()
    expect(phone.get_by_text("Other answers from the app")).to_have_count(0)
    assert phone.evaluate(ANSWERS, check_in) == [{"mood": 2, "distress": 3, "sleep_hours": 7}]


def test_what_was_answered_can_be_taken_back(phone: Page):
    handset.go(phone, "#/diary/new")
    phone.get_by_role("radio", name="6", exact=True).check()
    phone.get_by_label("Note").fill("a number too many")
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".entry")).to_contain_text("Mood 6")
    phone.get_by_role("link", name="Edit").click()
    phone.get_by_role("button", name="Clear Mood right now").click()
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".entry")).not_to_contain_text("Mood")

    handset.go(phone, "#/")
    check_in = handset.check_in(phone)
    slept = phone.get_by_role("spinbutton", name=re.compile("hours did you sleep"))
    mood = phone.get_by_role("group", name=re.compile("mood right now"))
    for hours in ("6.5", ""):
        phone.get_by_role("link", name=re.compile("Start|Go on")).click()
        mood.get_by_role("radio", name="7", exact=True).check()
        slept.fill(hours)
        phone.get_by_role("button", name="Send my answers").click()
        phone.get_by_role("button", name="Send without them").click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("Alma")
        handset.meet(phone)
    assert phone.evaluate(ANSWERS, check_in) == [{"mood": 7}]


def test_what_waits_to_be_sent_stands_on_the_sheet_again(phone: Page, complaints: list[str]):
    check_in = handset.check_in(phone)
    phone.context.set_offline(True)
    handset.answer_check_in(phone)
    phone.go_back()
    mood = phone.get_by_role("group", name=re.compile("mood right now"))
    expect(mood.get_by_role("radio", name="7", exact=True)).to_be_checked()
    mood.get_by_role("radio", name="4", exact=True).check()
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Alma")
    phone.context.set_offline(False)
    handset.meet(phone)
    assert phone.evaluate(ANSWERS, check_in) == [{"mood": 4, "distress": 7, "sleep_hours": 6.5}]
    complaints[:] = [each for each in complaints if NO_NETWORK not in each]


def scale(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=re.compile(name))


ANSWERS = """async checkIn => {
  const { get } = await import("/static/app/store.js");
  const checkIns = (await get("kept", "check_ins")).value.filter(each => each.id === checkIn);
  return checkIns.flatMap(each => each.responses.map(response => response.answers));
}"""
