"""Enrolling at the front desk, and joining by text."""

from playwright.sync_api import Page, expect

from tests.browser import walks

ENROLLED = "Enrolled. The invitation"


def test_a_patient_is_enrolled_by_keyboard_alone_and_joins(desk: Page):
    keys = desk.keyboard
    desk.get_by_role("link", name="Enrol a patient").focus()
    keys.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Enrol a patient")
    desk.get_by_role("link", name="Patients").last.focus()
    keys.press("Tab")
    keys.type("Vera Lindqvist")
    keys.press("Tab")
    keys.type("432 555 0177")
    # Language, zone, hour and protocol stand as the clinic has them.
    while not desk.get_by_label("I read this to the patient").evaluate(
        "box => box === document.activeElement"
    ):
        keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(desk.get_by_text(ENROLLED)).to_be_visible()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Vera Lindqvist")

    walks.phone_of(desk, "Vera Lindqvist")
    walks.move(desk, "1 hour")
    expect(walks.bubbles(desk, "out").last).to_contain_text("Reply 1 to join")
    walks.text(desk, "1")
    expect(desk.get_by_text("Welcome to the check-ins of Llano Clinic")).to_be_visible()
    desk.get_by_role("link", name="Chart").click()
    expect(walks.panel(desk, "Consent")).to_contain_text("Joined by text")


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(desk: Page):
    walks.to(desk, "Patients")
    desk.get_by_role("link", name="Enrol a patient").click()
    desk.get_by_label("Name").fill("Vera Lindqvist")
    desk.get_by_label("Mobile number").fill("12")
    desk.get_by_label("Time zone").fill("Texas")
    desk.get_by_role("button", name="Enrol and invite").click()

    summary = desk.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(desk.locator("#phone-error")).to_contain_text("not a phone number that can get texts")
    expect(desk.locator("#zone-error")).to_contain_text("no such time zone")
    expect(desk.locator("#consent-error")).to_contain_text("Nothing may be sent without consent")
    expect(desk.get_by_label("Name")).to_have_value("Vera Lindqvist")
    expect(desk.get_by_label("Mobile number")).to_have_value("12")
    expect(desk.get_by_label("Mobile number")).to_have_attribute("aria-invalid", "true")

    summary.get_by_role("link").first.click()
    expect(desk.get_by_label("Mobile number")).to_be_focused()
    walks.to(desk, "Patients")
    expect(desk.get_by_text("Vera Lindqvist")).to_have_count(0)


def test_a_number_that_is_enrolled_already_is_refused(desk: Page):
    walks.enrol(desk, "Alma again", "(432) 555-0101")
    expect(desk.locator("#phone-error")).to_contain_text("has this number already")


def test_a_spanish_patient_is_asked_and_answered_in_spanish(desk: Page):
    walks.enrol(desk, "Inés Robles", "+1 432 555 0178", language="Español")
    expect(desk.get_by_text(ENROLLED)).to_be_visible()
    walks.phone_of(desk, "Inés Robles")
    walks.move(desk, "1 hour")
    expect(walks.bubbles(desk, "out").last).to_contain_text("Responde 1 para unirte")
    walks.text(desk, "1")
    expect(desk.get_by_text("Te damos la bienvenida")).to_be_visible()
    expect(walks.bubbles(desk, "out").last).to_contain_text("Durante las ultimas 2 semanas")

    walks.text(desk, "no quiero vivir más")
    expect(walks.bubbles(desk, "out").last).to_contain_text("988")
    expect(desk.locator(".alertbar")).to_contain_text("open alert")
    walks.text(desk, "ALTO")
    desk.get_by_role("link", name="Chart").click()
    expect(desk.locator(".lead")).to_contain_text("Danger")
    expect(walks.panel(desk, "Consent")).to_contain_text("Opted out")
