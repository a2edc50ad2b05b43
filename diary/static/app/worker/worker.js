/**
 * The service worker: the app's own files without a network, and sending when the app is closed.
 * It keeps no answers of the API: what the phone knows lies in IndexedDB, with its time.
 */

import { showNotice, openNotice } from "./notices.js";
import { renewSubscription } from "../push.js";
import { SYNC_TAG } from "../queue.js";
import { synchronise } from "../sync.js";

const PREFIX = "infusion-diary-";

/**
 * Begin. `shell` names the version of the app and every file of it; the server writes it.
 * @param {{version: string, page: string, files: string[]}} shell
 */
export function serve(shell) {
  const name = PREFIX + shell.version;

  addEventListener("install", (event) => {
    const files = [shell.page, ...shell.files].map((url) => new Request(url, { cache: "reload" }));
    event.waitUntil(caches.open(name).then((cache) => cache.addAll(files)).then(() => skipWaiting()));
  });

  addEventListener("activate", (event) => {
    event.waitUntil(forgetOld(name).then(() => clients.claim()));
  });

  addEventListener("fetch", (event) => {
    const { pathname, origin } = new URL(event.request.url);
    const isPage = event.request.mode === "navigate";
    const path = isPage ? shell.page : pathname;
    const isOurs = origin === location.origin && (isPage || shell.files.includes(path));
    if (event.request.method === "GET" && isOurs) event.respondWith(fromShell(name, path));
  });

  addEventListener("push", (event) => event.waitUntil(showNotice(event.data?.json() ?? {})));
  addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renewSubscription()));
  addEventListener("notificationclick", (event) => event.waitUntil(openNotice(event.notification)));

  addEventListener("sync", (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(send());
  });
}

async function fromShell(name, path) {
  const cached = await (await caches.open(name)).match(path);
  return cached ?? fetch(path);
}

async function forgetOld(name) {
  const old = (await caches.keys()).filter((each) => each.startsWith(PREFIX) && each !== name);
  await Promise.all(old.map((each) => caches.delete(each)));
}

async function send() {
  // To fail is to be called again when there is a network.
  if ((await synchronise()) === "away") throw new Error("no network");
}
