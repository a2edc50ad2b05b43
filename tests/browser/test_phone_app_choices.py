"""What a patient chooses in the phone app, what its trend marks, and help without a sign-in."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from diary.web.api.examples import EXAMPLES
from diary.web.api.schemas.push import PushSubscription
from tests.browser import handset
from tests.browser.clinic import Clinic
from tests.browser.handset import Visit

NO_NETWORK = "ERR_INTERNET_DISCONNECTED"


def test_notifications_a_pause_and_a_language_are_chosen_on_the_phone(phone: Page, clinic: Clinic):
    phone.context.grant_permissions(["notifications"], origin=clinic.address)
    phone.evaluate(STAND_IN, EXAMPLES[PushSubscription])
    handset.go(phone, "#/me")
    phone.get_by_role("button", name="Turn notifications on").click()
    expect(phone.get_by_text("Check-ins come as a notification")).to_be_visible()
    key = phone.evaluate(ASK, "/push-subscription")["server_key"]
    assert phone.evaluate(ASK, "/push-subscription") == {"server_key": key, "is_on": True}
    assert phone.evaluate("asked") == [{"userVisibleOnly": True, "applicationServerKey": key}]
    phone.get_by_role("button", name="Turn notifications off").click()
    expect(phone.get_by_role("button", name="Turn notifications on")).to_be_visible()
    assert phone.evaluate(ASK, "/push-subscription") == {"server_key": key, "is_on": False}
    assert phone.evaluate("subscription") is None

    until = phone.get_by_label("Paused until")
    day = date.fromisoformat(until.get_attribute("min") or "") + timedelta(days=7)
    until.fill(day.isoformat())
    phone.get_by_role("button", name="Pause check-ins").click()
    expect(phone.get_by_text("Check-ins are paused until")).to_be_visible()
    assert phone.evaluate(ASK, "/me")["paused_until"] == day.isoformat()
    handset.go(phone, "#/")
    expect(phone.get_by_text("Check-ins are paused until")).to_be_visible()
    handset.go(phone, "#/me")
    phone.get_by_role("button", name="End the pause").click()
    expect(phone.get_by_text("Check-ins are paused until")).to_have_count(0)
    expect(phone.get_by_role("button", name="End the pause")).to_have_count(0)
    assert phone.evaluate(ASK, "/me")["paused_until"] is None

    phone.get_by_label("Language").select_option("es")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("status").filter(has_text="Guardado.")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Yo")
    handset.go(phone, "#/help")
    expect(phone.get_by_role("link", name="Llamar al 988").first).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("link", name="Llamar al 988").first).to_be_visible()


def test_the_trend_has_a_mark_for_each_infusion(phone: Page):
    given = phone.evaluate(ASK, "/trend")["infusions"]
    assert given
    handset.go(phone, "#/trend")
    expect(phone.locator("svg.chart g.infusion")).to_have_count(len(given))
    drops = phone.locator("svg.chart g.infusion line.drop")
    places = [float(drop.get_attribute("x1") or "nan") for drop in drops.all()]
    assert places == sorted(places)
    assert all(30 <= place <= 350 for place in places)
    phone.get_by_text("The same numbers as a table").click()
    for nth in (given[0]["number"], given[-1]["number"]):
        expect(phone.get_by_role("cell", name=f"Infusion {nth}", exact=True)).to_be_visible()


def test_an_entry_without_a_network_asks_the_browser_to_send_it_later(
    phone: Page, complaints: list[str]
):
    phone.context.set_offline(True)
    handset.write(phone, "written under the ground")
    expect(phone.get_by_text("not sent yet").first).to_be_visible()
    tag = phone.evaluate("import('/static/app/queue.js').then(queue => queue.SYNC_TAG)")
    assert phone.evaluate(TAGS) == [tag]
    complaints[:] = [each for each in complaints if NO_NETWORK not in each]


def test_help_is_there_without_a_network_and_without_a_sign_in(
    visit: Visit, clinic: Clinic, complaints: list[str]
):
    page = visit(viewport=handset.SCREEN)
    handset.install(page, clinic)
    page.context.set_offline(True)
    page.close()
    again = page.context.new_page()
    again.goto(f"{clinic.address}/app/")
    expect(again.get_by_role("heading", level=1)).to_have_text("Sign in")
    again.get_by_role("link", name="Help now").click()
    for name in ("Call 911", "Call 988", "Text 988"):
        expect(again.get_by_role("link", name=name).first).to_be_visible()
    complaints[:] = [each for each in complaints if NO_NETWORK not in each]


ASK = """async path => {
  const { ask } = await import("/static/app/session.js");
  return (await ask("GET", path)).body;
}"""
# No push service may be called from here.
STAND_IN = """given => {
  globalThis.asked = [];
  globalThis.subscription = null;
  PushManager.prototype.getSubscription = async () => globalThis.subscription;
  PushManager.prototype.subscribe = async options => {
    globalThis.asked.push(options);
    globalThis.subscription = {
      toJSON: () => ({ endpoint: given.endpoint, keys: given }),
      unsubscribe: async () => { globalThis.subscription = null; return true; },
    };
    return globalThis.subscription;
  };
}"""
TAGS = "async () => (await navigator.serviceWorker.ready).sync.getTags()"
