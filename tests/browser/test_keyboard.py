"""Everything with the keyboard alone: what has the focus is always seen, and is never lost."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.test_danger import CRY
from tests.browser.ways import PATIENT

_MOST_STOPS = 90
_LOOK = """target => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2];
  const top = document.elementFromPoint(x, y);
  const isShown = top !== null && (at === top || at.contains(top) || top.contains(at));
  const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const isBody = at === document.body;
  return [at === target, isShown && isMarked, isBody, at.outerHTML.slice(0, 200)];
}"""


def reach(target: Locator, key: str = "Tab") -> None:
    """Tab until ``target`` has the focus; every stop on the way is seen.

    Between the last stop and the first the focus leaves the page, once.
    """
    element = target.element_handle()
    wraps = 0
    for _ in range(_MOST_STOPS):
        target.page.keyboard.press(key)
        is_there, is_seen, is_body, stop = target.page.evaluate(_LOOK, element)
        wraps += is_body
        assert is_body or is_seen, stop
        assert wraps <= 1, "the focus was lost"
        if is_there:
            return
    raise AssertionError(f"Tab does not lead to {target}")


def press(target: Locator) -> None:
    """Reach ``target`` and press it; another page follows."""
    reach(target)
    with target.page.expect_navigation():
        target.page.keyboard.press("Enter")


def fill(target: Locator, typed: str) -> None:
    reach(target)
    target.page.keyboard.type(typed)


def skip(page: Page) -> None:
    """The first stop of every page leads past its head."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")


def find(page: Page, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_patient_is_enrolled_and_a_chart_kept(desk: Page):
    press(desk.get_by_role("link", name="Enrol a patient"))
    skip(desk)
    press(desk.get_by_role("button", name="Enrol and invite"))
    expect(desk.get_by_role("alert")).to_be_focused()
    reach(desk.get_by_role("link", name="Enter the patient's name."))
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Name")).to_be_focused()
    desk.keyboard.type("Vera Lindqvist")
    fill(desk.get_by_label("Mobile number"), "432-555-0177")
    reach(desk.get_by_label("I read this to the patient"))
    desk.keyboard.press("Space")
    press(desk.get_by_role("button", name="Enrol and invite"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("Vera Lindqvist")

    find(desk, "Alma Reyes")
    skip(desk)
    press(desk.get_by_role("link", name="Record infusion"))
    skip(desk)
    fill(desk.get_by_label("Start"), "1000AM")
    fill(desk.get_by_label("End"), "1040AM")
    fill(desk.get_by_label("Ketamine"), "37.5")
    press(desk.get_by_role("button", name="Record as given"))
    expect(desk.get_by_text("Recorded.")).to_be_visible()

    upcoming = walks.upcoming(desk)
    skipped = upcoming.first.inner_text()
    reach(upcoming.first.get_by_role("button", name="Skip"))
    desk.keyboard.press("Enter")
    expect(upcoming.first).not_to_have_text(skipped, use_inner_text=True)
    expect(upcoming.first.get_by_role("button", name="Skip")).to_be_focused()
    expect(walks.panel(desk, "Next texts").get_by_role("status")).to_be_visible()
    sent = upcoming.first.inner_text()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Shift+Tab")
    expect(upcoming.first.get_by_role("button", name="Send now")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(upcoming.first).not_to_have_text(sent, use_inner_text=True)
    expect(upcoming.first.get_by_role("button", name="Send now")).to_be_focused()
    press(upcoming.first.get_by_role("link", name="Move"))
    skip(desk)
    press(desk.get_by_role("link", name="Cancel"))


def test_the_rest_of_a_chart(desk: Page):
    find(desk, "Alma Reyes")
    skip(desk)
    reach(desk.locator(".timeline:visible"))
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator(".readout")).to_contain_text("2026: ")
    press(desk.get_by_role("link", name="Pause", exact=True))
    skip(desk)
    fill(desk.get_by_label("Texts go out again on"), "05202026")
    press(desk.get_by_role("button", name="Save"))
    expect(walks.panel(desk, "Next texts")).to_contain_text("Paused")
    skip(desk)
    press(desk.get_by_role("link", name="Add a goal"))
    skip(desk)
    fill(desk.get_by_label("Goal"), "sleep through")
    press(desk.get_by_role("button", name="Save"))
    skip(desk)
    press(desk.get_by_role("link", name="Add other treatment"))
    skip(desk)
    reach(desk.get_by_role("radio").first)
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("radio", name="Another medicine")).to_be_checked()
    fill(desk.get_by_label("Name"), "lithium")
    press(desk.get_by_role("button", name="Save"))
    skip(desk)
    press(desk.get_by_role("link", name="Write a note"))
    skip(desk)
    fill(desk.get_by_label("Note", exact=True), "Slept badly.")
    press(desk.get_by_role("button", name="Save"))
    skip(desk)
    press(desk.locator(".folding").get_by_role("link", name="Cancel").first)
    skip(desk)
    fill(desk.get_by_label("Reason"), "entered twice")
    press(desk.get_by_role("button", name="Cancel the infusion"))
    reach(desk.locator(".thread").get_by_role("link", name="Correct").last, "Shift+Tab")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    skip(desk)
    press(desk.get_by_role("link", name="Cancel"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("Alma Reyes")


def test_an_alert_a_file_a_protocol_and_the_way_out(desk: Page, clinic: Clinic):
    clinic.text_from(PATIENT, CRY)
    desk.reload()
    press(desk.get_by_role("link", name="Open alert"))
    skip(desk)
    press(desk.get_by_role("button", name="I take it"))
    skip(desk)
    reach(desk.get_by_role("radio", name="Spoke with them: safe"))
    desk.keyboard.press("Space")
    fill(desk.get_by_label("What was done"), "Called, she is with her sister.")
    press(desk.get_by_role("button", name="Resolve the alert"))

    press(desk.get_by_role("navigation", name="Main").get_by_role("link", name="Patients"))
    skip(desk)
    press(desk.get_by_role("link", name="Import from a file"))
    skip(desk)
    reach(desk.get_by_label("CSV file"))
    with desk.expect_file_chooser() as chooser:
        desk.keyboard.press("Space")
    lines = b"name,phone,consent,consent_by,consent_on\nVera,432-555-0177,yes,Rosa,2026-05-14\n"
    chooser.value.set_files({"name": "new.csv", "mimeType": "text/csv", "buffer": lines})
    press(desk.get_by_role("button", name="Look at it"))
    expect(desk.get_by_text("Nothing is stored yet")).to_be_visible()

    press(desk.get_by_role("navigation", name="Main").get_by_role("link", name="Protocols"))
    skip(desk)
    press(desk.get_by_role("link", name="PTSD track"))
    skip(desk)
    press(desk.get_by_role("button", name="Lay it out"))
    reach(desk.locator("summary").filter(has_text="monthly-checks"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Past month, passing urine").first).to_be_visible()

    press(desk.get_by_role("navigation", name="Main").get_by_role("link", name="Settings"))
    skip(desk)
    press(desk.get_by_role("link", name="Change When the clinic texts"))
    skip(desk)
    press(desk.get_by_role("link", name="Cancel"))
    press(desk.get_by_role("button", name="Sign out"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_correction_a_move_a_hand_over_and_the_clinics_hours(desk: Page, clinic: Clinic):
    find(desk, "Alma Reyes")
    skip(desk)
    press(desk.locator(".folding").get_by_role("link", name="Correct").first)
    skip(desk)
    fill(desk.get_by_label("Ketamine"), "41.5")
    press(desk.get_by_role("button", name="Save the correction"))
    expect(desk.locator(".folding")).to_contain_text("41.5 mg")

    skip(desk)
    press(walks.upcoming(desk).last.get_by_role("link", name="Move"))
    skip(desk)
    fill(desk.get_by_label("Time"), "0645PM")
    press(desk.get_by_role("button", name="Move it"))
    expect(walks.upcoming(desk).last).to_contain_text("18:45")

    clinic.text_from(PATIENT, CRY)
    desk.reload()
    press(desk.locator("#alert-bar").get_by_role("link", name="Open alert"))
    skip(desk)
    press(desk.get_by_role("button", name="I take it"))
    skip(desk)
    fill(desk.get_by_label("To whom"), walks.PSYCHIATRIST.name[:4])
    fill(desk.get_by_label("Note"), "You know her sister.")
    press(desk.get_by_role("button", name="Hand it over"))
    expect(walks.panel(desk, "History")).to_contain_text("You know her sister.")

    press(desk.get_by_role("navigation", name="Main").get_by_role("link", name="Settings"))
    skip(desk)
    press(desk.get_by_role("link", name="Change When the clinic texts"))
    skip(desk)
    fill(desk.get_by_label("Not before"), "1015AM")
    press(desk.get_by_role("button", name="Save"))
    expect(walks.panel(desk, "When the clinic texts")).to_contain_text("10:15")
