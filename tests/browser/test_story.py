"""The main job: an infusion is recorded, the patient is asked and answers, the chart shows it."""

from playwright.sync_api import Page, expect

from tests.browser import walks


def test_an_infusion_becomes_a_text_an_answer_and_a_point_on_the_chart(desk: Page):
    walks.phone_of(desk, "Alma Reyes")
    walks.answers(desk)
    walks.chart_of(desk, "Alma Reyes")
    walks.record_infusion(desk, "13:20", "14:00")
    expect(walks.upcoming(desk).filter(has_text="Daily check-in").first).to_contain_text("Fri")

    walks.phone_of(desk, "Alma Reyes")
    before = walks.bubbles(desk, "out").count()
    walks.move(desk, "1 day")
    expect(desk.locator(".clock-now")).to_contain_text("15:00 Friday 15 May 2026")
    expect(desk.locator(".clock-next")).to_contain_text("2 texts sent")
    asked = walks.bubbles(desk, "out")
    assert asked.count() > before
    expect(asked.last).to_contain_text("Mood 0-10")

    walks.text(desk, "6 3 7.5")

    desk.get_by_role("link", name="Chart").click()
    read = desk.locator(".bubble.in").last
    expect(read).to_contain_text("6 3 7.5")
    expect(read).to_contain_text("read as mood 6, distress 3, sleep 7.5 h")
    desk.get_by_text("The same numbers as a table").click()
    expect(desk.locator(".numbers tbody tr").first).to_contain_text("6")
    chart = desk.locator(".timeline:visible")
    chart.focus()
    desk.keyboard.press("End")
    expect(desk.locator(".readout")).to_contain_text("Mood 6")
