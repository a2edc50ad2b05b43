/** The patient's own particulars: changed at the clinic, so with a network only. */

import { Problem } from "../api.js";
import { h } from "../dom.js";
import { now } from "../moment.js";
import { notifyPanel } from "../parts/notify.js";
import { field, page, panel } from "../parts/page.js";
import { forget } from "../push.js";
import { queued } from "../queue.js";
import { kept } from "../reads.js";
import { ask, signOut } from "../session.js";
import { change, done } from "../store.js";
import { clockTime, dayOf, isoDay, languages, speak, t } from "../words.js";
import { meet } from "../ways.js";

export const isForm = true;

export async function show() {
  const screen = h("div", {});
  await draw(screen);
  return screen;
}

/**
 * Draw it with what came of the last change, beside where it was made: `of` names the part, `fault`
 * is a message by field, with no name for all of them.
 */
async function draw(screen, { of, fault = {}, typed = {} } = {}) {
  const me = (await kept("me"))?.value;
  const unsent = (await queued()).length;
  screen.replaceChildren(page(t("settings"),
    me && particulars(screen, { ...me, ...typed }, fault, of === "particulars" && outcome(fault)),
    me && notifyPanel(),
    me && pause(screen, me, fault, of === "pause" && outcome(fault)),
    h("nav", { class: "panel list-links", "aria-label": t("settings") },
      h("a", { href: "#/messages" }, t("messages")),
      h("a", { href: "#/devices" }, t("devices")),
      h("a", { href: "#/outbox" }, t("outbox")),
      h("a", { href: "#/me", onclick: download }, t("export")),
      of === "export" && outcome(fault)),
    panel(
      h("h2", {}, t("sign_out")),
      h("p", { class: "soft" }, t("sign_out_lead")),
      unsent > 0 && h("p", { class: "error" }, t("sign_out_unsent", { count: unsent })),
      h("button", { class: unsent ? "grave wide" : "quiet wide", onclick: leave },
        unsent ? t("sign_out_anyway") : t("sign_out"))),
  ));

  async function download(event) {
    event.preventDefault();
    try {
      const { body } = await ask("GET", "/export");
      const file = new Blob([JSON.stringify(body, null, 2)], { type: "application/json" });
      const link = h("a", { href: URL.createObjectURL(file), download: "infusion-diary.json" });
      link.click();
      URL.revokeObjectURL(link.href);
    } catch {
      await draw(screen, { of: "export", fault: { "": t("needs_network") } });
    }
  }
}

async function leave() {
  await forget().catch(() => {}); // the clinic sends nothing to a phone that is signed out
  await signOut();
}

/** Whether a change was saved, or why not; nothing where that stands beside a field. */
function outcome(fault) {
  if (fault[""]) return h("p", { class: "error", role: "alert" }, fault[""]);
  if (Object.keys(fault).length) return null;
  return h("p", { class: "flash flash-success", role: "status", tabindex: "-1" }, t("saved"));
}

function particulars(screen, me, fault, said) {
  const language = h("select", {}, languages.map((each) =>
    h("option", { value: each, lang: each, selected: each === me.language },
      new Intl.DisplayNames(each, { type: "language" }).of(each))));
  const greeting = h("input", { value: me.greeting, maxlength: 60, autocomplete: "given-name" });
  const preferred = h("input", { type: "time", value: me.preferred_local });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hours = { from: clockTime(me.clinic.texts_from), until: clockTime(me.clinic.texts_until) };
  return panel(h("form", { novalidate: true, onsubmit: keep },
    field("language", { label: t("language") }, language),
    field("greeting", { label: t("greeting"), error: fault.greeting }, greeting),
    field("preferred", { label: t("preferred"), hint: t("preferred_hours", hours), error: fault.preferred_local }, preferred),
    h("button", { class: "wide" }, t("save"))),
    said,
    h("p", { class: "soft" }, `${t("timezone")}: ${me.timezone}`),
    zone !== me.timezone && h("button", { class: "quiet wide", onclick: () => save(screen, "particulars", { timezone: zone }) }, t("phone_zone", { zone })));

  function keep(event) {
    event.preventDefault();
    const changes = { language: language.value, greeting: greeting.value, preferred_local: preferred.value };
    save(screen, "particulars", changes, hours);
  }
}

function pause(screen, me, fault, said) {
  const until = h("input", { type: "date", min: isoDay(now()), value: me.paused_until ?? "" });
  return panel(h("form", { novalidate: true, onsubmit: keep },
    h("h2", {}, t("pause")),
    me.paused_until && h("p", {}, t("paused_until", { when: dayOf(`${me.paused_until}T12:00:00Z`, now()) })),
    field("pause-until", { label: t("pause_until"), hint: t("pause_lead"), error: fault.paused_until }, until),
    h("button", { class: "quiet wide" }, t("pause")),
    me.paused_until &&
      h("button", { type: "button", class: "quiet wide", onclick: () => save(screen, "pause", { paused_until: null }) }, t("pause_end"))),
    said);

  function keep(event) {
    event.preventDefault();
    if (until.value) save(screen, "pause", { paused_until: until.value });
    else draw(screen, { of: "pause", fault: { paused_until: t("fault_paused_until") } });
  }
}

/** Change it at the clinic; what was typed stays where that fails. */
async function save(screen, of, changes, said = {}) {
  try {
    const { body } = await ask("PATCH", "/me", { body: changes });
    await change(["kept"], ({ kept: store }) => done(store.put({ value: body, at: Date.now() }, "me")));
    speak(body.language, body.timezone);
  } catch (error) {
    await draw(screen, { of, fault: faults(error, said), typed: changes });
    screen.querySelector("[aria-invalid]")?.focus();
    return;
  }
  await draw(screen, { of });
  screen.querySelector(".flash-success").focus({ preventScroll: true });
  meet();
}

function faults(error, said) {
  if (!(error instanceof Problem)) return { "": t("needs_network") };
  const known = ["greeting", "preferred_local", "paused_until"];
  const fields = error.errors.map(({ pointer }) => pointer?.slice(1)).filter((each) => known.includes(each));
  if (fields.length === 0) return { "": t("fault_other") };
  return Object.fromEntries(fields.map((each) => [each, t(`fault_${each}`, said)]));
}
