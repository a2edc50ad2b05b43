"""Every page of the staff, in every state it has, and the way to it from Today."""

from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.test_danger import CRY

STRANGER = "+14325550199"
PATIENT = "+14325550101"

Way = Callable[[Page], None]


def _to(entry: str) -> Way:
    return lambda page: walks.to(page, entry)


def _chart(then: str = "") -> Way:
    def go(page: Page) -> None:
        walks.chart_of(page, "Alma Reyes")
        if then:
            walks.follow(page.get_by_role("link", name=then).first)

    return go


def _refused(page: Page) -> None:
    _chart("Record infusion")(page)
    walks.follow(page.get_by_role("button", name="Record as given"))


def _follow_up_refused(page: Page) -> None:
    _chart("Protocol and times")(page)
    page.get_by_label("Time of day they like").fill("23:00")
    walks.follow(page.get_by_role("button", name="Save"))


def _enrol(page: Page) -> None:
    walks.to(page, "Patients")
    walks.follow(page.get_by_role("link", name="Enrol a patient"))


def _enrol_refused(page: Page) -> None:
    _enrol(page)
    walks.follow(page.get_by_role("button", name="Enrol and invite"))


def _enrolled(page: Page) -> None:
    walks.enrol(page, "Vera Lindqvist", "432-555-0177")


def _alert(page: Page) -> None:
    walks.to(page, "Alerts")
    walks.follow(page.get_by_role("link", name="Alma Reyes").first)


def _alert_refused(page: Page) -> None:
    _alert(page)
    walks.follow(page.get_by_role("button", name="I take it"))
    walks.follow(page.get_by_role("button", name="Resolve the alert"))


def _in_spanish(entry: str) -> Way:
    def go(page: Page) -> None:
        walks.to(page, entry)
        walks.follow(page.get_by_role("button", name="español"))

    return go


def _compared(page: Page) -> None:
    walks.to(page, "Outcomes")
    for chosen in ("Every infusion", "Infusion number"):
        walks.follow(page.get_by_role("link", name=chosen))


def _treatment_refused(page: Page) -> None:
    _chart("Add other treatment")(page)
    walks.follow(page.get_by_role("button", name="Save"))


def _call_refused(page: Page) -> None:
    _chart("Note a call")(page)
    walks.follow(page.get_by_role("button", name="Save the call"))


def _import(page: Page) -> None:
    walks.to(page, "Patients")
    walks.follow(page.get_by_role("link", name="Import from a file"))


def _import_looked_at(page: Page) -> None:
    _import(page)
    lines = "name,phone,consent,consent_by,consent_on\nVera,432-555-0177,yes,Rosa,2026-05-14\n,1,,,"
    file = {"name": "patients.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("CSV file").set_input_files(file)
    walks.follow(page.get_by_role("button", name="Look at it"))


def _phone(page: Page) -> None:
    walks.phone_of(page, "Alma Reyes")


def _phone_refused(page: Page) -> None:
    _phone(page)
    walks.follow(page.get_by_role("button", name="Send"))


def _nobody_found(page: Page) -> None:
    page.get_by_label("Find a patient").fill("nobody of this name")
    with page.expect_navigation():
        page.get_by_label("Find a patient").press("Enter")


def _nowhere(page: Page) -> None:
    page.goto(urljoin(page.url, "/nowhere"))


def _reference(page: Page) -> None:
    page.goto(urljoin(page.url, "/api/v1/"))
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def _sign_in(page: Page) -> None:
    walks.follow(page.get_by_role("button", name="Sign out"))


def _sign_in_refused(page: Page) -> None:
    _sign_in(page)
    walks.follow(page.get_by_role("button", name="Sign in", exact=True))


def _numbers(page: Page) -> None:
    _chart()(page)
    page.get_by_text("The same numbers as a table").click()


def _plan(page: Page) -> None:
    walks.to(page, "Protocols")
    walks.follow(page.get_by_role("link", name="PTSD track"))
    page.locator("summary").filter(has_text="monthly-checks").click()


def _plan_refused(page: Page) -> None:
    walks.to(page, "Protocols")
    walks.follow(page.get_by_role("link", name="Load a protocol"))
    page.get_by_label("Text of the protocol").fill('code = "own"')
    walks.follow(page.get_by_role("button", name="Check it"))


def _settings_refused(page: Page) -> None:
    walks.to(page, "Settings")
    walks.follow(page.get_by_role("link", name="Put somebody on call"))
    walks.follow(page.get_by_role("button", name="Save"))


def _wording(page: Page) -> None:
    walks.to(page, "Settings")
    walks.follow(page.get_by_role("link", name="Change Wording of texts"))
    page.locator("summary").first.click()


def _wording_looked_at(page: Page) -> None:
    _wording(page)
    walks.follow(page.get_by_role("link", name="Change A reminder, before the questions (EN)"))
    page.get_by_label("Text", exact=True).fill("There is still time, says {{ clinic }}.")
    walks.follow(page.get_by_role("button", name="Look at it"))


def _wording_refused(page: Page) -> None:
    _wording_looked_at(page)
    page.get_by_label("Text", exact=True).fill("{% if %}")
    walks.follow(page.get_by_role("button", name="Save"))


PAGES: Mapping[str, Way] = {
    "today": _to("Today"),
    "today in danger": _to("Today"),
    "patients": _to("Patients"),
    "patients, none found": _nobody_found,
    "enrol": _enrol,
    "enrol, refused": _enrol_refused,
    "patient": _numbers,
    "patient in danger": _chart(),
    "patient, new": _enrolled,
    "treatment": _chart("Add other treatment"),
    "treatment, refused": _treatment_refused,
    "goal": _chart("Add a goal"),
    "note": _chart("Write a note"),
    "call": _chart("Note a call"),
    "call, refused": _call_refused,
    "pause": _chart("Pause"),
    "import": _import,
    "import, looked at": _import_looked_at,
    "record": _chart("Record infusion"),
    "record, refused": _refused,
    "plan": _chart("Plan infusion"),
    "follow-up": _chart("Protocol and times"),
    "follow-up, refused": _follow_up_refused,
    "correct": _chart("Correct"),
    "cancel": _chart("Cancel"),
    "alerts": _to("Alerts"),
    "alerts, open": _to("Alerts"),
    "alert": _alert,
    "alert, refused": _alert_refused,
    "outcomes": _to("Outcomes"),
    "outcomes, compared": _compared,
    "protocols": _to("Protocols"),
    "protocol": _plan,
    "protocol, refused": _plan_refused,
    "settings": _to("Settings"),
    "settings, refused": _settings_refused,
    "wording": _wording,
    "wording, looked at": _wording_looked_at,
    "wording, refused": _wording_refused,
    "move a text": _chart("Move"),
    "today, in Spanish": _in_spanish("Today"),
    "patients, in Spanish": _in_spanish("Patients"),
    "outcomes, in Spanish": _in_spanish("Outcomes"),
    "texts": _to("To be read"),
    "texts, waiting": _to("To be read"),
    "phones": _to("Phones"),
    "phone": _phone,
    "phone, refused": _phone_refused,
    "the API": _reference,
    "nowhere": _nowhere,
    "sign in": _sign_in,
    "sign in, refused": _sign_in_refused,
}

IN_DANGER = {
    "today in danger",
    "patient in danger",
    "alerts, open",
    "alert",
    "alert, refused",
    "texts, waiting",
}


def endanger(clinic: Clinic) -> None:
    """A patient and a stranger write of danger; the stranger asks something else, too."""
    clinic.text_from(PATIENT, CRY)
    clinic.text_from(STRANGER, "i want to kill myself")
    clinic.text_from(STRANGER, "is this the right number?")
