/** A check-in: all that it asks on one page; every answer is kept on the phone as it is given. */

import { h } from "../dom.js";
import { opened } from "../opened.js";
import { isAsked, itemField } from "../parts/items.js";
import { page, panel, wayBack } from "../parts/page.js";
import { begun, queued } from "../queue.js";
import { kept, questionnaires } from "../reads.js";
import { all, get, put } from "../store.js";
import { spoken, t } from "../words.js";
import { keepAndGo } from "../ways.js";
import { isAnswered, isOpen } from "./today.js";

export const isForm = true;

export async function show(id) {
  const [checkIns, known, draft] = await Promise.all([
    kept("check_ins"), questionnaires(spoken()), get("drafts", id),
  ]);
  const checkIn = checkIns?.value.find((each) => each.id === id);
  const asked = (checkIn?.questionnaires ?? []).map((code) => known.get(code)).filter((each) => each?.items.length);
  if (!checkIn || !(isOpen(checkIn) || isAnswered(checkIn)) || asked.length === 0) {
    return page(t("check_in"), panel(h("p", {}, t("gone")), h("a", { href: "#/" }, t("back"))));
  }
  opened(id);
  const before = await answeredBefore(checkIn);
  return new Sheet(checkIn, asked, before, draft).screen;
}

/**
 * What the clinic has of it already, from a text or another phone, and in its place what was sent
 * here and waits: the sheet is sent whole, so that what is not on it would count no more.
 *
 * `seen` are those of the answers that the app did not give: what is sent takes their place by
 * saying so, and only where they are still the same by then.
 */
async function answeredBefore(checkIn) {
  const answers = {};
  const seen = {};
  for (const each of checkIn.responses) answers[each.questionnaire] = seen[each.questionnaire] = each.answers;
  for (const [code, given] of await givenBefore(checkIn.id)) {
    seen[code] = seenBeside(answers[code] ?? {}, given);
    if (given.isWaiting) answers[code] = given.answers;
  }
  return { answers, seen };
}

/** Of the answers that stand those which are not the app's own; in place of its own what they took the place of. */
function seenBeside(standing, given) {
  const { instead_of: before = {}, answers = {} } = given;
  if (given.isWaiting) return before;
  const isOwn = (linkId) => given.counts && isSame(standing[linkId], answers[linkId]);
  return Object.fromEntries(
    Object.keys({ ...standing, ...before })
      .map((linkId) => [linkId, isOwn(linkId) ? before[linkId] : standing[linkId]])
      .filter(([, value]) => value !== undefined));
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * What was last given or taken back in the app, by questionnaire. A new version of it replaces the
 * old one, so that an answer that was taken back is gone. What conflicts does not wait: its author
 * has to say in the outbox which version is to stand.
 * @returns {Promise<Map<string, {id: string, version: number, kind: string, answers?: object,
 *   instead_of?: object, counts?: boolean, isWaiting?: boolean}>>}
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
  constructor(checkIn, asked, before, draft) {
    this.checkIn = checkIn;
    this.asked = asked;
    this.before = before.answers;
    // Whoever goes on with what was begun has not seen what came since.
    this.seen = draft ? draft.seen ?? {} : before.seen;
    this.answers = Object.fromEntries(
      asked.map(({ code }) => [code, { ...(draft?.answers ?? before.answers)[code] }]));
    this.fields = new Map();
    this.progress = h("p", { class: "progress-words" });
    this.bar = h("progress", { max: 1, "aria-hidden": "true" });
    this.missing = h("div", {});
    this.screen = page(t("check_in"),
      wayBack("#/", t("back")),
      isAnswered(checkIn) && h("p", { class: "sub" }, t("change_lead")),
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
          this.answer(code, item, value, isByHand),
        { isOnRecord: this.before[code]?.[item.link_id] !== undefined });
        this.fields.set(id, field);
        return field;
      }),
    );
  }

  answer(code, item, value, isByHand) {
    if (value === undefined) delete this.answers[code][item.link_id];
    else this.answers[code][item.link_id] = value;
    put("drafts", { of: this.checkIn.id, answers: this.answers, seen: this.seen });
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
    const any = Object.keys(this.before).length > 0 || this.questions().some((each) => !each.isOpen);
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
      const seen = this.seen[code] ?? {};
      const shown = this.before[code] ?? {};
      if (Object.keys({ ...shown, ...answers }).every((linkId) => isSame(answers[linkId], shown[linkId]))) return [];
      if (Object.keys(answers).length || Object.keys(seen).length) {
        return {
          ...begun("response", old?.id, (old?.version ?? 0) + 1),
          check_in: this.checkIn.id,
          questionnaire: code,
          questionnaire_version: version,
          ...(Object.keys(seen).length && { instead_of: seen }),
          answers,
        };
      }
      return old ? begun("deletion", old.id, old.version + 1) : [];
    });
    await keepAndGo(entries, "#/", this.checkIn.id);
  }
}
