"""What staff write on a chart and change of the texts: entered, seen on the page, taken back."""

from playwright.sync_api import Page, expect

from tests.browser import walks
from tests.browser.barriers import barriers


def test_other_treatment_a_goal_and_a_note_stand_on_the_chart(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    walks.follow(desk.get_by_role("link", name="Add other treatment"))
    desk.get_by_role("radio", name="Antidepressant").check()
    desk.get_by_label("Name").fill("sertraline")
    desk.get_by_label("Dose").fill("50 mg daily")
    desk.get_by_label("Began").fill("2026-04-01")
    walks.follow(desk.get_by_role("button", name="Save"))
    treatment = walks.panel(desk, "Other treatment").get_by_role("listitem")
    expect(treatment).to_contain_text("sertraline")
    expect(desk.locator(".legend")).to_contain_text("other treatment")
    walks.follow(treatment.get_by_role("link", name="Dose"))
    assert barriers(desk) == []
    desk.get_by_label("New dose").fill("100 mg daily")
    desk.get_by_label("From").fill("2026-05-01")
    walks.follow(desk.get_by_role("button", name="Save the dose"))
    expect(treatment.first).to_contain_text("100 mg daily")

    walks.follow(desk.get_by_role("link", name="Add a goal"))
    desk.get_by_label("Goal").fill("sleep through")
    walks.follow(desk.get_by_role("button", name="Save"))
    goal = walks.panel(desk, "What matters to them").get_by_role("listitem")
    expect(goal).to_contain_text("not rated yet")
    walks.follow(goal.get_by_role("link", name="Rate"))
    walks.follow(desk.get_by_role("button", name="Save the answer"))
    expect(desk.get_by_role("alert")).to_be_focused()
    assert barriers(desk) == []
    desk.get_by_role("radio", name="4", exact=True).check()
    walks.follow(desk.get_by_role("button", name="Save the answer"))
    expect(goal).to_contain_text("4 of 10")

    walks.follow(desk.get_by_role("link", name="Write a note"))
    desk.get_by_label("Note", exact=True).fill("Slept badly after travel.")
    walks.follow(desk.get_by_role("button", name="Save"))
    notes = walks.panel(desk, "Notes")
    expect(notes).to_contain_text("Slept badly after travel.")
    walks.follow(notes.get_by_role("button", name="Take off the chart"))
    expect(notes).to_contain_text("No notes yet.")


def test_texts_are_skipped_sent_now_paused_and_read_anew(desk: Page):
    walks.chart_of(desk, "Alma Reyes")
    upcoming = walks.upcoming(desk)
    first = upcoming.first.inner_text()
    upcoming.first.get_by_role("button", name="Skip").click()
    expect(upcoming.first).not_to_have_text(first, use_inner_text=True)
    second = upcoming.first.inner_text()
    upcoming.first.get_by_role("button", name="Send now").click()
    expect(desk.get_by_text("It goes out at once")).to_be_visible()
    expect(upcoming.first).not_to_have_text(second, use_inner_text=True)

    walks.follow(desk.get_by_role("link", name="Pause", exact=True))
    desk.locator("input[type=date]").fill("2026-05-20")
    walks.follow(desk.get_by_role("button", name="Save"))
    expect(walks.panel(desk, "Next texts")).to_contain_text("Paused")
    expect(desk.locator(".about")).to_contain_text("paused until Wednesday 20 May")

    read = desk.locator(".bubble.in").filter(has_text="read as mood").first
    walks.follow(read.get_by_role("link", name="Correct"))
    assert barriers(desk) == []
    desk.get_by_label("mood").fill("11")
    walks.follow(desk.get_by_role("button", name="Save the correction"))
    expect(desk.get_by_role("alert")).to_contain_text("not on the scale")
    desk.get_by_label("mood").fill("2")
    walks.follow(desk.get_by_role("button", name="Save the correction"))
    expect(desk.get_by_text("Corrected.")).to_be_visible()
    walks.follow(read.get_by_role("link", name="Correct"))
    expect(desk.get_by_label("mood")).to_have_value("2")
