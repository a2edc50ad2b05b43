/** The diary: what the patient wrote, as the clinic has it and as it waits on this phone. */

import { h } from "../dom.js";
import { byClinic, now } from "../moment.js";
import { notSent, page, panel } from "../parts/page.js";
import { queued } from "../queue.js";
import { all, get } from "../store.js";
import { dayOf, number, t, timeOf } from "../words.js";

export async function show() {
  const [entries, begun] = await Promise.all([myEntries(), get("drafts", draftOf("new"))]);
  return page(t("diary"),
    h("p", { class: "sub" }, t("diary_lead")),
    h("div", { class: "do" },
      begun && h("p", { class: "mark" }, t("begun")),
      h("a", { class: "button wide", href: "#/diary/new" }, begun ? t("go_on") : t("new_entry"))),
    entries.length === 0 && panel(h("p", { class: "soft" }, t("nothing"))),
    h("ol", { class: "entries" }, entries.map(card)),
  );
}

/** What the draft of an entry is kept under; `new` is the one not written yet. */
export function draftOf(id) {
  return `diary/${id}`;
}

/**
 * Every entry as it stands, the newest first: what was changed on this phone covers what the
 * clinic has. `waits` is how the newest version stands in the queue.
 * @returns {Promise<{id: string, version: number, at: number, content: object, waits?: object}[]>}
 */
export async function myEntries() {
  const [stored, waiting] = await Promise.all([all("entries"), queued()]);
  const found = new Map();
  for (const entry of stored) {
    found.set(entry.id, {
      id: entry.id, version: entry.version, at: Date.parse(entry.effective_at), content: entry.diary,
    });
  }
  for (const waits of waiting) {
    const { entry } = waits;
    if (entry.kind !== "diary" && entry.kind !== "deletion") continue;
    if (entry.version < (found.get(entry.id)?.version ?? 0)) continue;
    const content = entry.kind === "diary" ? entry : null;
    found.set(entry.id, { id: entry.id, version: entry.version, at: byClinic(entry.made_at), content, waits });
  }
  return [...found.values()].filter((each) => each.content).sort((one, other) => other.at - one.at);
}

/** What an entry says, as parts of a card. */
export function say({ mood, sleep_hours: slept, note, tags = [] }) {
  const facts = [
    mood !== undefined && mood !== null && h("span", {}, t("mood_is", { value: mood })),
    slept !== undefined && slept !== null && h("span", {}, t("slept", { value: number(slept) })),
    ...tags.map((tag) => h("span", { class: "tag-word" }, `#${tag}`)),
  ].filter(Boolean);
  return [
    facts.length > 0 && h("p", { class: "entry-facts" }, facts),
    note && h("p", { class: "entry-note" }, note),
  ];
}

function card({ id, at, content, waits }) {
  return h("li", { class: "entry" },
    say(content),
    waits?.state === "waiting" && notSent(),
    waits && waits.state !== "waiting" &&
      h("p", { class: "mark trouble-mark" }, h("a", { href: "#/outbox" }, t("not_taken"))),
    h("p", { class: "entry-foot" },
      h("time", { datetime: new Date(at).toISOString() }, `${dayOf(at, now())}, ${timeOf(at)}`),
      h("a", { href: `#/diary/${id}` }, t("edit"))),
  );
}
