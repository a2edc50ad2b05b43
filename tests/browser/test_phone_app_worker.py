"""The app's service worker while no page of the app is open."""

import json
import re

from playwright.sync_api import CDPSession, Page, expect

from tests.browser import handset, walks
from tests.browser.clinic import Clinic
from tests.browser.handset import Visit

SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/app/");
  let notifications = [];
  while (!notifications.length) {
    // A browser that is asked without a pause has less time for the worker.
    await new Promise(resolve => setTimeout(resolve, 50));
    notifications = await registration.getNotifications();
  }
  return notifications.map(each => [each.title, each.body, each.lang, each.tag]);
}"""
TAP = """async checkIn => {
  // No machine can tap a notification, and without a tap no window may be opened or focused.
  const led = [];
  const url = `${location.origin}/app/#/`;
  const shown = navigate => ({ url, focus: async () => ({ navigate }) });
  const closing = async () => { throw new TypeError("this window is closed"); };
  Object.defineProperty(clients, "openWindow", { value: async to => { led.push(`open ${to}`); } });
  const open = async to => { led.push(`navigate ${to}`); };
  for (const windows of [[], [shown(open)], [shown(closing)]]) {
    const known = led.length;
    Object.defineProperty(clients, "matchAll", { value: async () => windows, configurable: true });
    const tap = new ExtendableEvent("notificationclick");
    Object.defineProperty(tap, "notification", { value: { close() {}, data: { checkIn } } });
    dispatchEvent(tap);
    while (led.length === known) await new Promise(resolve => setTimeout(resolve, 10));
  }
  return led;
}"""
NO_NETWORK = "ERR_INTERNET_DISCONNECTED"
CHECK_IN = "0193f9a2-0000-7000-8000-000000000001"


def test_the_worker_sends_what_waits_and_shows_what_is_ready(
    visit: Visit, desk: Page, clinic: Clinic, complaints: list[str]
):
    phone = visit(viewport=handset.SCREEN, permissions=["notifications"])
    handset.sign_in(phone, clinic, desk)
    elsewhere = phone.context.new_page()
    elsewhere.goto(f"{clinic.address}/healthz")
    worker = phone.context.new_cdp_session(elsewhere)
    registration = _registration(worker, elsewhere)
    phone.context.set_offline(True)
    handset.write(phone, "written under the ground")
    expect(phone.get_by_text("not sent yet").first).to_be_visible()
    phone.close()
    complaints[:] = [each for each in complaints if NO_NETWORK not in each]
    phone.context.set_offline(False)
    worker.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": clinic.address,
            "registrationId": registration,
            "tag": "send-entries",
            "lastChance": False,
        },
    )
    walks.chart_of(desk, "Alma Reyes")
    entered = walks.panel(desk, "Entered in the app").get_by_role("listitem")
    expect(_reloaded(desk, entered)).to_contain_text("written under the ground")

    said = {"check_in": CHECK_IN, "language": "es"}
    for _twice in range(2):
        worker.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": clinic.address,
                "registrationId": registration,
                "data": json.dumps(said),
            },
        )
    assert elsewhere.evaluate(SHOWN) == [
        ["Tu registro está listo", "", "es", f"check-in {CHECK_IN}"]
    ]
    [running] = phone.context.service_workers
    address = f"/app/#/check-ins/{CHECK_IN}"
    assert running.evaluate(TAP, CHECK_IN) == [
        f"open {address}",  # no window
        f"navigate {address}",  # the app's
        f"open {address}",  # one that closes meanwhile
    ]


def _registration(worker: CDPSession, page: Page) -> str:
    found: list[str] = []
    worker.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(
            each["registrationId"]
            for each in event["registrations"]
            if re.search(r"/app/$", each["scopeURL"])
        ),
    )
    worker.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(50)
    return found[-1]


def _reloaded(desk: Page, wanted):
    """``wanted`` on a page that is loaded again until it is there."""
    for _ in range(40):
        if wanted.count():
            break
        desk.wait_for_timeout(100)
        desk.reload()
    return wanted
