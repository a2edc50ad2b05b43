/** Notifications on this phone: turned on and off with the browser and with the clinic. */

import { ask } from "./session.js";

/**
 * How notifications stand here: `off`, `on`, `denied` by the browser's settings, or `none` where
 * there are none. Throws what the call throws.
 * @returns {Promise<{state: "none"|"off"|"on"|"denied", key?: string}>}
 */
export async function standing() {
  if (!("PushManager" in globalThis) || !("Notification" in globalThis)) return { state: "none" };
  const { body } = await ask("GET", "/push-subscription");
  const key = body.server_key;
  if (!key) return { state: "none" };
  if (Notification.permission === "denied") return { state: "denied", key };
  const subscription = await (await registration()).pushManager.getSubscription();
  return { state: body.is_on && subscription ? "on" : "off", key };
}

/** Ask the browser, then tell the clinic where this phone takes notifications. */
export async function turnOn(key) {
  const { pushManager } = await registration();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  // One that is bound to an older key of the clinic's would be in the way.
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager.subscribe(options);
  const { endpoint, keys } = subscription.toJSON();
  await ask("PUT", "/push-subscription", { body: { endpoint, p256dh: keys.p256dh, auth: keys.auth } });
}

/** The browser gave its subscription up: take another, if the clinic sends to this phone. */
export async function renewSubscription() {
  const { body } = await ask("GET", "/push-subscription");
  if (body.is_on && body.server_key) await turnOn(body.server_key);
}

/** Have check-ins texted again. */
export async function turnOff() {
  await ask("DELETE", "/push-subscription");
  await forget();
}

/** Let the browser forget where this phone took notifications. */
export async function forget() {
  const found = await navigator.serviceWorker?.getRegistration("/app/");
  const subscription = await found?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

/** Of the worker itself, or of the one behind this page. */
function registration() {
  return globalThis.registration ?? navigator.serviceWorker.ready;
}
