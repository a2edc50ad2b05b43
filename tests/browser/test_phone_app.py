"""The phone app in a real browser: without a network, in two tabs, and for everybody."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser import handset, walks
from tests.browser.barriers import barriers
from tests.browser.clinic import Clinic
from tests.browser.handset import Visit

SCREENS = (
    "#/", "#/check-ins/{check_in}", "#/diary", "#/diary/new", "#/trend", "#/help", "#/plan",
    "#/me", "#/messages", "#/devices", "#/outbox",
)  # fmt: skip
CORPORA = Path(__file__).parents[1] / "corpora"
NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


def test_what_is_entered_without_a_network_arrives_once(
    phone: Page, desk: Page, clinic: Clinic, complaints: list[str]
):
    context = phone.context
    context.set_offline(True)
    handset.answer_check_in(phone)
    expect(phone.get_by_text("Saved on this phone, not sent yet").first).to_be_visible()
    handset.write(phone, "i dont want to be alive anymore")
    care = phone.get_by_role("dialog", name="Please read this")
    expect(care.get_by_role("link", name="Call 988").first).to_be_visible()
    care.get_by_role("button", name="Close").click()
    phone.close()

    again = context.new_page()
    again.goto(f"{clinic.address}/app/")
    expect(again.get_by_text("2 entries are saved on this phone")).to_be_visible()
    expect(again.get_by_text("No network.")).to_be_visible()
    again.get_by_role("link", name="Help now").click()
    expect(again.get_by_role("link", name="Call 911")).to_be_visible()
    other = context.new_page()
    other.goto(f"{clinic.address}/app/#/outbox")
    expect(other.get_by_role("listitem")).to_have_count(2)

    context.set_offline(False)
    expect(other.get_by_text("Everything has been sent.")).to_be_visible()
    expect(again.get_by_text("saved on this phone")).to_have_count(0)
    walks.chart_of(desk, "Alma Reyes")
    entered = walks.panel(desk, "Entered in the app").get_by_role("listitem")
    expect(entered).to_have_count(2)
    expect(entered.filter(has_text="Danger:")).to_have_count(1)
    complaints[:] = [each for each in complaints if NO_NETWORK not in each]


def test_two_tabs_exchange_their_token_once_and_stay_signed_in(phone: Page, clinic: Clinic):
    exchanged: list[str] = []
    phone.context.on(
        "request", lambda call: "/refresh" in call.url and exchanged.append(call.method)
    )
    other = phone.context.new_page()
    other.goto(f"{clinic.address}/app/#/diary")
    expect(other.get_by_role("heading", level=1)).to_have_text("Diary")
    phone.evaluate(SPOIL_ACCESS)
    for tab in (phone, other):
        tab.evaluate("() => { dispatchEvent(new Event('infusion-diary:meet')) }")
    handset.write(other, "a quiet day")
    handset.write(phone, "a second thought")
    expect(other.locator(".entry")).to_have_count(2)
    expect(other.get_by_text("not sent yet")).to_have_count(0)
    assert exchanged == ["POST"]


def test_what_the_clinic_does_not_take_is_said_and_can_be_sent_anew(phone: Page):
    phone.evaluate(KEEP, [entry("11", "2020-01-01T10:00:00Z"), entry("22", None)])
    handset.meet(phone)
    phone.evaluate(KEEP, [{**entry("22", None), "note": "the other version"}])
    handset.meet(phone)
    phone.get_by_role("link", name="2 entries were not taken").click()
    expect(phone.get_by_text("The clinic could not take it: it is too old.")).to_be_visible()
    phone.get_by_role("button", name="Send mine as the newest").click()
    expect(phone.get_by_role("button", name="Delete it here")).to_have_count(1)
    phone.get_by_role("button", name="Delete it here").click()
    expect(phone.get_by_text("Everything has been sent.")).to_be_visible()
    phone.get_by_role("link", name="Diary", exact=True).click()
    expect(phone.get_by_text("the other version")).to_be_visible()


def test_an_entry_that_was_begun_waits_until_it_is_saved_or_cancelled(phone: Page):
    handset.go(phone, "#/diary/new")
    phone.get_by_label("Note").fill("half a thought")
    begun = phone.locator("form").element_handle()
    phone.evaluate(COME_BACK)
    assert begun.evaluate("form => form.isConnected")
    phone.get_by_role("button", name="calm").click()
    handset.go(phone, "#/trend")
    handset.go(phone, "#/diary")
    phone.get_by_role("link", name="Go on").click()
    expect(phone.get_by_label("Note")).to_have_value("half a thought")
    expect(phone.get_by_role("button", name="calm")).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".entry")).to_have_count(1)
    phone.get_by_role("link", name="New entry").click()
    expect(phone.get_by_label("Note")).to_have_value("")
    phone.get_by_label("Note").fill("never mind")
    phone.get_by_role("link", name="Cancel").click()
    expect(phone.get_by_role("link", name="New entry")).to_be_visible()


def test_signing_out_wipes_the_phone_in_every_tab(phone: Page, desk: Page, clinic: Clinic):
    other = phone.context.new_page()
    other.goto(f"{clinic.address}/app/#/diary")
    expect(other.get_by_role("heading", level=1)).to_have_text("Diary")
    handset.write(phone, "nobody else is to read this")
    expect(other.get_by_text("nobody else is to read this")).to_be_visible()
    phone.get_by_role("link", name="Me", exact=True).click()
    phone.get_by_role("button", name="Sign out of this phone").click()
    for tab in (phone, other):
        expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert phone.evaluate(COUNT_ALL) == 0
    walks.chart_of(desk, "Alma Reyes")
    expect(walks.panel(desk, "Phones with the app")).to_have_count(0)


def test_no_screen_has_a_barrier_in_either_theme(phone: Page):
    check_in = handset.check_in(phone)
    for number, screen in enumerate(SCREENS):
        handset.go(phone, screen.format(check_in=check_in))
        assert barriers(phone) == [], screen
        for width in (320, 390, 1440) if number else (320, 390, 768, 1440):
            phone.set_viewport_size({"width": width, "height": 844})
            assert phone.evaluate("document.scrollingElement.scrollWidth") <= width, screen
        phone.set_viewport_size(handset.SCREEN)
    handset.go(phone, "#/diary/new")
    phone.get_by_label("Note").fill("i dont want to be alive anymore")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    assert barriers(phone) == []


def test_the_app_can_be_installed(visit: Visit, clinic: Clinic):
    page = visit(viewport=handset.SCREEN, locale="es-MX")
    handset.install(page, clinic)
    expect(page.get_by_role("heading", level=1)).to_have_text("Entrar")
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert urljoin(clinic.address, "/app/manifest.webmanifest") == manifest["url"]
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in found} <= {"in-incognito"}
    said = page.evaluate(WORDS)
    assert said["en"] == said["es"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_phone_itself_sees_most_danger_and_little_else(
    visit: Visit, clinic: Clinic, language: str
):
    page = visit()
    page.goto(f"{clinic.address}/app/#/help")
    corpus = [line.partition("\t") for line in _lines(f"danger_{language}.txt")]
    grave = [text for tier, _, text in corpus if tier in "AB"]
    seen = sum(page.evaluate(SEES, grave[::3])) / len(grave[::3])
    ordinary = _lines(f"ordinary_{language}.txt")[::3]
    assert seen > 0.85
    assert sum(page.evaluate(SEES, ordinary)) / len(ordinary) < 0.03


def _lines(name: str) -> list[str]:
    lines = (CORPORA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def entry(digits: str, made_at: str | None) -> dict[str, object]:
    made = {"made_at": made_at} if made_at else {}
    return {"id": f"{digits * 4}-1111-4111-8111-{digits * 6}", "note": "a thought", **made}


SPOIL_ACCESS = """async () => {
  const { get, put } = await import("/static/app/store.js");
  await put("kept", { ...(await get("kept", "tokens")), access_token: "x".repeat(43) }, "tokens");
}"""
# The browser tells of an address late, when what it names is there and being filled in already.
COME_BACK = """async () => {
  dispatchEvent(new HashChangeEvent("hashchange"));
  await new Promise(resolve => setTimeout(resolve, 300));
}"""
KEEP = """async entries => {
  const { begun, keep } = await import("/static/app/queue.js");
  await keep(entries.map(each => ({ ...begun("diary", each.id), ...each })));
}"""
COUNT_ALL = """async () => {
  const { all, EVERYTHING } = await import("/static/app/store.js");
  return (await Promise.all(EVERYTHING.map(all))).flat().length;
}"""
SEES = """async texts => {
  const { showsDanger } = await import("/static/app/danger.js");
  return Promise.all(texts.map(note => showsDanger([{ note }])));
}"""
WORDS = """async () => {
  const [{ en }, { es }] = await Promise.all(
    ["en", "es"].map(each => import(`/static/app/words/${each}.js`)));
  return { en: Object.keys(en).sort(), es: Object.keys(es).sort() };
}"""
