/**
 * Writing an entry of the diary, or changing one: each change is a new version of it. What is
 * entered is kept on the phone at once, until it is saved or cancelled.
 */

import { h } from "../dom.js";
import { itemField } from "../parts/items.js";
import { field, page, panel } from "../parts/page.js";
import { begun } from "../queue.js";
import { get, put, remove } from "../store.js";
import { t } from "../words.js";
import { keepAndGo } from "../ways.js";
import { draftOf, myEntries } from "./diary.js";

export const isForm = true;

const LONGEST_NOTE = 4000;
const LONGEST_TAG = 40;
const MOST_TAGS = 20;
const OFFERED = ["calm", "hopeful", "tired", "anxious", "flashback", "pain"];

export async function show(id) {
  const found = id === "new" ? undefined : (await myEntries()).find((each) => each.id === id);
  const draft = await get("drafts", draftOf(found?.id ?? "new"));
  // What was begun on an older version would undo the newer one.
  return new Sheet(found, draft?.version === found?.version ? draft : undefined).screen;
}

class Sheet {
  /**
   * @param {{id: string, version: number, content: object}} [found]
   * @param {{version?: number, content: object, own: string}} [draft]
   */
  constructor(found, draft) {
    this.found = found;
    this.key = draftOf(found?.id ?? "new");
    const { mood, sleep_hours, note, tags } = draft?.content ?? found?.content ?? {};
    this.values = { mood: mood ?? undefined, sleep_hours: sleep_hours ?? undefined };
    const offered = OFFERED.map((name) => t(`tag_${name}`));
    this.tags = new Set(tags);
    this.note = h("textarea", { maxlength: LONGEST_NOTE, rows: 5 });
    this.note.value = note ?? "";
    this.own = h("input", { autocomplete: "off", value: draft?.own ?? [...this.tags].filter((each) => !offered.includes(each)).join(", ") });
    this.error = h("div", {});
    this.screen = page(found ? t("edit_entry") : t("new_entry"),
      h("form", { novalidate: true, onsubmit: (event) => this.keep(event), oninput: () => this.draft() },
        draft && h("p", { class: "mark" }, t("begun")),
        this.error,
        this.rating("mood", {
          name: t("mood"), text: t("mood"), minimum: 0, maximum: 10, step: 1,
          minimum_label: t("mood_low"), maximum_label: t("mood_high"),
        }),
        panel(field("note", { label: t("note"), hint: t("note_lead") }, this.note)),
        this.rating("sleep_hours", { name: t("sleep"), text: t("sleep"), minimum: 0, maximum: 24, step: 0.5, unit: "h" }),
        panel(
          h("fieldset", { class: "field" }, h("legend", {}, t("tags")),
            h("div", { class: "chips" }, offered.map((tag) => this.chip(tag)))),
          field("own-tags", { label: t("own_tags"), hint: t("tags_lead") }, this.own)),
        h("div", { class: "do" },
          h("button", { class: "wide" }, t("save")),
          h("a", { class: "button quiet wide", href: "#/diary", onclick: () => remove("drafts", this.key) }, t("cancel")))),
      found && h("details", {}, h("summary", {}, t("remove")),
        h("p", { class: "paragraph" }, t("remove_sure")),
        h("button", { class: "grave wide", onclick: () => this.remove() }, t("remove"))),
    );
  }

  rating(name, item) {
    const whole = { kind: "rating", link_id: name, is_optional: true, options: [], ...item };
    return itemField(name, whole, this.values[name], (value) => {
      this.values[name] = value;
      this.draft();
    });
  }

  chip(tag) {
    const button = h("button", {
      type: "button", class: "chip", "aria-pressed": String(this.tags.has(tag)),
      onclick: () => {
        if (!this.tags.delete(tag)) this.tags.add(tag);
        button.setAttribute("aria-pressed", String(this.tags.has(tag)));
        this.draft();
      },
    }, tag);
    return button;
  }

  draft() {
    const content = { ...this.values, note: this.note.value, tags: [...this.tags] };
    put("drafts", { of: this.key, version: this.found?.version, content, own: this.own.value });
  }

  /** The entry's content, without what was left empty; a text where something is wrong. */
  content() {
    const offered = OFFERED.map((name) => t(`tag_${name}`)).filter((tag) => this.tags.has(tag));
    const own = this.own.value.split(/[,#]/).map((each) => each.trim()).filter(Boolean);
    const tags = [...new Set([...offered, ...own])];
    if (tags.length > MOST_TAGS || tags.some((tag) => tag.length > LONGEST_TAG)) return t("tag_too_long");
    const note = this.note.value.replaceAll("\0", "").trim();
    const content = {};
    if (this.values.mood !== undefined) content.mood = this.values.mood;
    if (this.values.sleep_hours !== undefined) content.sleep_hours = this.values.sleep_hours;
    if (note) content.note = note;
    if (tags.length) content.tags = tags;
    return Object.keys(content).length ? content : t("entry_empty");
  }

  async keep(event) {
    event.preventDefault();
    const content = this.content();
    if (typeof content === "string") {
      this.error.replaceChildren(h("p", { class: "summary", role: "alert" }, content));
      this.error.scrollIntoView({ block: "center" });
      return;
    }
    const { found } = this;
    const entry = { ...begun("diary", found?.id, (found?.version ?? 0) + 1), ...content };
    await keepAndGo([entry], "#/diary", this.key);
  }

  async remove() {
    await keepAndGo([begun("deletion", this.found.id, this.found.version + 1)], "#/diary", this.key);
  }
}
