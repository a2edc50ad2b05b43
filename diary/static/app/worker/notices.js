/** Notifications that a check-in is ready. Whoever looks over a shoulder learns nothing from them. */

import { opened } from "../opened.js";
import { isSignedIn } from "../session.js";
import { synchronise } from "../sync.js";
import { speak, spoken, t } from "../words.js";

/** Show one, in place of an earlier one of the same check-in, and fetch what it is about. */
export async function showNotice({ check_in: checkIn, language }) {
  speak(language);
  await registration.showNotification(t("push_title"), {
    tag: `check-in ${checkIn}`,
    icon: "/static/app/icons/192.png",
    badge: "/static/app/icons/badge.png",
    lang: spoken(),
    data: { checkIn },
  });
  if (await isSignedIn()) await synchronise().catch(() => {}); // the app does it when it is opened
}

/** Bring the check-in before the patient's eyes. */
export async function openNotice(notification) {
  notification.close();
  const { checkIn } = notification.data;
  const address = `/app/#/check-ins/${checkIn}`;
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const app = windows.find((each) => new URL(each.url).pathname === "/app/");
  await Promise.all([opened(checkIn), app ? lead(app, address) : clients.openWindow(address)]);
}

async function lead(app, address) {
  try {
    await (await app.focus()).navigate(address);
  } catch {
    await clients.openWindow(address); // that window is closing, or not the worker's yet
  }
}
