/** A check-in: all that it asks on one page; every answer is kept on the phone as it is given. */

import { h } from "../dom.js";
import { opened } from "../opened.js";
import { isAsked, itemField } from "../parts/items.js";
import { page, panel } from "../parts/page.js";
import { begun, queued } from "../queue.js";
import { kept, questionnaires } from "../reads.js";
import { all, get, put } from "../store.js";
import { spoken, t } from "../words.js";
import { keepAndGo } from "../ways.js";
import { isOpen } from "./today.js";

export const isForm = true;

export async function show(id) {
  const [checkIns, known, draft] = await Promise.all([
    kept("check_ins"), questionnaires(spoken()), get("drafts", id),
  ]);
  const checkIn = checkIns?.value.find((each) => each.id === id);
  const asked = (checkIn?.questionnaires ?? []).map((code) => known.get(code)).filter((each) => each?.items.length);
  if (!checkIn || !isOpen(checkIn) || asked.length === 0) {
    return page(t("check_in"), panel(h("p", {}, t("gone")), h("a", { href: "#/" }, t("back"))));
  }
  opened(id);
  return new Sheet(checkIn, asked, draft?.answers ?? await answeredBefore(checkIn)).screen;
}

/**
 * What the clinic has of it already, from a text or another phone, and in its place what was sent
 * here and waits: the sheet is sent whole, so that what is not on it would count no more.
 */
async function answeredBefore(checkIn) {
  const answers = new Map(checkIn.responses.map((each) => [each.questionnaire, each.answers]));
  for (const [code, given] of await givenBefore(checkIn.id)) {
    if (given.isWaiting) answers.set(code, given.answers);
  }
  return Object.fromEntries(answers);
}

/**
 * What was last given or taken back in the app, by questionnaire. A new version of it replaces the
 * old one, so that an answer that was taken back is gone. What conflicts does not wait: its author
 * has to say in the outbox which version is to stand.
 * @returns {Promise<Map<string, {id: string, version: number, kind: string, answers?: object,
 *   isWaiting?: boolean}>>}
 */
async function givenBefore(checkInId) {
  const stored = (await all("entries")).map((each) => ({ ...each, ...each.response }));
  const waiting = (await queued()).map(({ entry, state }) => ({ ...entry, isWaiting: state !== "conflict" }));
  const made = [...stored, ...waiting].sort((one, other) => Date.parse(one.made_at) - Date.parse(other.made_at));
  // A deletion names no check-in: what it deletes does.
  const codes = new Map(
    made.filter((each) => each.check_in === checkInId).map((each) => [each.id, each.questionnaire]));
  return new Map(made.filter((each) => codes.has(each.id)).map((each) => [codes.get(each.id), each]));
}

class Sheet {
  constructor(checkIn, asked, answers) {
    this.checkIn = checkIn;
    this.asked = asked;
    this.answers = Object.fromEntries(asked.map(({ code }) => [code, { ...answers[code] }]));
    this.fields = new Map();
    this.progress = h("p", { class: "progress-words" });
    this.bar = h("progress", { max: 1, "aria-hidden": "true" });
    this.missing = h("div", {});
    this.screen = page(t("check_in"),
      h("p", {}, h("a", { class: "way-back", href: "#/" }, `‹ ${t("back")}`)),
      h("form", { class: "sheet", novalidate: true, onsubmit: (event) => this.send(event) },
        this.missing,
        asked.map((each) => this.section(each)),
        h("div", { class: "sheet-foot" }, this.bar, this.progress, h("button", { class: "wide" }, t("send")))),
    );
    this.refresh();
  }

  section(questionnaire) {
    const { code } = questionnaire;
    return h("section", { class: "questionnaire" },
      this.asked.length > 1 && h("h2", {}, questionnaire.title),
      questionnaire.stem && h("p", { class: "stem" }, questionnaire.stem),
      questionnaire.items.map((item) => {
        const id = `${code}-${item.link_id}`;
        const field = itemField(id, item, this.answers[code][item.link_id], (value, isByHand) =>
          this.answer(code, item, value, isByHand));
        this.fields.set(id, field);
        return field;
      }),
    );
  }

  answer(code, item, value, isByHand) {
    if (value === undefined) delete this.answers[code][item.link_id];
    else this.answers[code][item.link_id] = value;
    put("drafts", { of: this.checkIn.id, answers: this.answers });
    this.refresh();
    // A finger has done with this question; a keyboard may still be choosing.
    if (isByHand) this.next(`${code}-${item.link_id}`);
  }

  /** The questions that are asked, with their ids; `open` ones have no answer. */
  questions() {
    return this.asked.flatMap(({ code, items }) =>
      items.filter((item) => isAsked(item, this.answers[code])).map((item) => ({
        id: `${code}-${item.link_id}`,
        item,
        isOpen: this.answers[code][item.link_id] === undefined,
      })),
    );
  }

  refresh() {
    const questions = this.questions();
    const ids = new Set(questions.map(({ id }) => id));
    for (const [id, field] of this.fields) field.hidden = !ids.has(id);
    const answered = questions.filter((each) => !each.isOpen).length;
    this.progress.textContent = t("answered_n", { done: answered, all: questions.length });
    this.bar.value = answered / questions.length;
  }

  next(id) {
    const questions = this.questions();
    const place = questions.findIndex((each) => each.id === id);
    const following = questions.slice(place + 1).find((each) => each.isOpen);
    if (!following) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.fields.get(following.id).scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  send(event) {
    event.preventDefault();
    const open = this.questions().filter((each) => each.isOpen && !each.item.is_optional);
    if (open.length && event.submitter?.name !== "anyway") this.tellMissing(open);
    else this.keep();
  }

  tellMissing(open) {
    const any = this.questions().some((each) => !each.isOpen);
    this.missing.replaceChildren(
      h("div", { class: "summary", role: "alert", tabindex: "-1" },
        h("h2", {}, t("missing", { count: open.length })),
        h("p", {}, t("missing_lead")),
        h("ul", {}, open.slice(0, 8).map(({ id, item }) =>
          h("li", {}, h("a", { href: `#${id}`, onclick: (event) => this.lead(event, id) }, item.text || item.name)))),
        any && h("button", { class: "quiet", name: "anyway" }, t("send_anyway"))),
    );
    for (const { id } of open) this.fields.get(id).classList.add("wrong");
    this.missing.firstChild.focus({ preventScroll: true });
    this.missing.scrollIntoView({ block: "start" });
  }

  lead(event, id) {
    event.preventDefault(); // the address is the screen's
    const field = this.fields.get(id);
    field.scrollIntoView({ block: "center" });
    field.querySelector("input").focus({ preventScroll: true });
  }

  async keep() {
    const asked = new Set(this.questions().map(({ id }) => id));
    const before = await givenBefore(this.checkIn.id);
    const entries = this.asked.flatMap(({ code, version }) => {
      const last = before.get(code);
      const old = last?.kind === "deletion" ? undefined : last;
      const answers = Object.fromEntries(
        Object.entries(this.answers[code]).filter(([linkId]) => asked.has(`${code}-${linkId}`)));
      if (Object.keys(answers).length) {
        return {
          ...begun("response", old?.id, (old?.version ?? 0) + 1),
          check_in: this.checkIn.id,
          questionnaire: code,
          questionnaire_version: version,
          answers,
        };
      }
      return old ? begun("deletion", old.id, old.version + 1) : [];
    });
    await keepAndGo(entries, "#/", this.checkIn.id);
  }
}
