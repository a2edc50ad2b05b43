/** What the clinic does not have yet, and what it would not take: nothing goes without a word. */

import { h } from "../dom.js";
import { byClinic, now } from "../moment.js";
import { page, wayBack } from "../parts/page.js";
import { discard, queued, sendAsNewVersion } from "../queue.js";
import { get } from "../store.js";
import { dayOf, t, timeOf } from "../words.js";
import { meet } from "../ways.js";
import { say } from "./diary.js";

const KNOWN_FAULTS = new Set(["in_future", "too_old", "window_is_over", "not_open_yet", "unknown"]);

export async function show() {
  const entries = await queued();
  return page(t("outbox"),
    wayBack("#/me", t("me")),
    h("p", { class: "sub" }, entries.length ? t("outbox_lead") : t("outbox_empty")),
    entries.some((each) => each.state === "waiting") &&
      h("div", { class: "do" }, h("button", { class: "quiet wide", onclick: meet }, t("try_now"))),
    h("ol", { class: "entries" }, entries.map(card)),
  );
}

function card(waits) {
  const { entry, state } = waits;
  const at = byClinic(entry.made_at);
  return h("li", { class: "entry" },
    h("h2", {}, t(`queued_${entry.kind}`)),
    entry.kind === "diary" && say(entry),
    h("p", { class: `mark ${state === "waiting" ? "waiting-mark" : "trouble-mark"}` }, stands(waits)),
    h("p", { class: "entry-foot" }, `${dayOf(at, now())}, ${timeOf(at)}`),
    state === "conflict" &&
      h("button", { class: "quiet wide", onclick: () => resolve(waits) }, t("send_mine")),
    state !== "waiting" &&
      h("button", { class: "quiet wide", onclick: () => discard(waits.key) }, t("discard")),
  );
}

function stands({ state, fault }) {
  if (state === "waiting") return t("is_waiting");
  if (state === "conflict") return t("is_conflict");
  const why = KNOWN_FAULTS.has(fault) ? t(`why_${fault}`) : t("why_other", { code: fault ?? "?" });
  return t("is_refused", { why });
}

async function resolve(waits) {
  const stored = await get("entries", waits.entry.id);
  await sendAsNewVersion(waits, stored?.version ?? 0);
  meet();
}
