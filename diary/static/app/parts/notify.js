/** The choice between notifications and texts, on this phone. */

import { h } from "../dom.js";
import { standing, turnOff, turnOn } from "../push.js";
import { t } from "../words.js";
import { panel } from "./page.js";

/** A panel that fills itself once it is known how things stand; nothing where there is no choice. */
export function notifyPanel() {
  const box = h("div", {});
  draw(box).catch(() => {}); // without a network there is nothing to choose
  return box;
}

async function draw(box, fault) {
  const { state, key } = await standing();
  box.replaceChildren(state === "none" ? "" : panel(
    h("h2", {}, t("notify")),
    h("p", { class: "soft" }, t("notify_lead")),
    fault && h("p", { class: "error", role: "alert" }, fault),
    state === "denied" && h("p", { class: "error" }, t("notify_denied")),
    state === "on" && h("p", { role: "status" }, t("notify_is_on")),
    state === "on" && h("button", { class: "quiet wide", onclick: () => act(box, turnOff) }, t("notify_off")),
    state === "off" && h("button", { class: "quiet wide", onclick: () => act(box, () => turnOn(key)) }, t("notify_on")),
  ));
}

async function act(box, doIt) {
  let fault;
  try {
    await doIt();
  } catch {
    fault = t("notify_failed");
  }
  await draw(box, fault);
}
