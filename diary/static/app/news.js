/** Tells every tab, and the service worker, that what the phone keeps has changed. */

const channel = new BroadcastChannel("infusion-diary");

/** @type {Set<(what: string) => void>} */
const listeners = new Set();
channel.onmessage = ({ data }) => listeners.forEach((listener) => listener(data));

/**
 * Say what happened, in this tab and all others: `changed`, `danger` or `signed-out`.
 * @param {string} what
 */
export function tell(what) {
  channel.postMessage(what);
  listeners.forEach((listener) => listener(what));
}

/** Hear what happens here and in other tabs. */
export function listen(listener) {
  listeners.add(listener);
}
