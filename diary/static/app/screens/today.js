/** Today: what is asked, how to write of one's own accord, and where one is after an infusion. */

import { h } from "../dom.js";
import { now } from "../moment.js";
import { notSent, page, panel } from "../parts/page.js";
import { queued } from "../queue.js";
import { kept, questionnaires } from "../reads.js";
import { all } from "../store.js";
import { capital, dayOf, daysBetween, isoDay, number, spoken, t, timeOf } from "../words.js";

export async function show() {
  const [checkIns, known, me, infusions, expect, waiting, drafts] = await Promise.all([
    kept("check_ins"), questionnaires(spoken()), kept("me"), kept("infusions"), kept("expect"), queued(), all("drafts"),
  ]);
  const name = me?.value.greeting;
  const answeredHere = new Set(waiting.filter((each) => each.state === "waiting").map((each) => each.entry.check_in));
  const begun = new Set(drafts.map((each) => each.of));
  return page(name ? t("hello", { name }) : t("hello_plain"),
    standing(infusions?.value ?? []),
    pause(me?.value),
    checkIns && asked(checkIns.value, known, answeredHere, begun),
    panel(
      h("h2", {}, t("how_now")),
      h("p", { class: "soft" }, t("how_now_lead")),
      h("a", { class: "button quiet wide", href: "#/diary/new" }, t("write"))),
    expect?.value.what_to_expect.length > 0 &&
      h("details", { class: "panel" }, h("summary", {}, t("expect")),
        expect.value.what_to_expect.map((each) => h("p", { class: "paragraph" }, each))),
  );
}

/** Whether a check-in asks for an answer now, by the clinic's clock. */
export function isOpen(checkIn) {
  return (
    Date.parse(checkIn.due_at) <= now() &&
    Date.parse(checkIn.closes_at) > now() &&
    checkIn.status !== "completed" &&
    checkIn.when !== "past"
  );
}

/** Whether it is answered, and its answers can still be changed. */
export function isAnswered(checkIn) {
  return checkIn.status === "completed" && Date.parse(checkIn.closes_at) > now();
}

function asked(checkIns, known, answeredHere, begun) {
  const open = checkIns.filter(isOpen);
  const cards = open.map((each) => card(each, answeredHere.has(each.id), begun.has(each.id)));
  const answered = checkIns.filter(isAnswered).map((each) =>
    answeredHere.has(each.id) ? card(each, true) : answeredCard(each, known, begun.has(each.id)));
  if (open.some((each) => !answeredHere.has(each.id))) return [...cards, ...answered];
  const next = checkIns.find((each) => Date.parse(each.due_at) > now() && each.status === "requested");
  return [
    ...cards,
    ...answered,
    panel(
      h("h2", {}, t("all_done")),
      h("p", { class: "soft" }, next ? t("next_check_in", { when: when(next.due_at) }) : t("none_planned"))),
  ];
}

function card(checkIn, isAnsweredHere, isBegun) {
  if (isAnsweredHere) {
    return h("section", { class: "panel done" },
      h("h2", {}, t("answered")), notSent(), wayToChange(checkIn));
  }
  const isPartly = isBegun || checkIn.responses.some((each) => Object.keys(each.answers).length);
  return h("section", { class: "panel due" },
    h("h2", {}, t("due")),
    h("p", { class: "soft" }, t("due_until", { when: when(checkIn.closes_at) })),
    isBegun && h("p", { class: "mark" }, t("begun")),
    h("a", { class: "button wide", href: `#/check-ins/${checkIn.id}` }, isPartly ? t("go_on") : t("start")));
}

/** What the clinic has, however it was answered, and the way to change it. */
function answeredCard(checkIn, known, isBegun) {
  const { responses } = checkIn;
  return h("section", { class: "panel done" },
    h("h2", {}, t("answered")),
    h("p", { class: "entry-facts" }, responses.flatMap((each) => facts(each, known.get(each.questionnaire)))),
    responses.some((each) => each.answered_by.includes("text")) && h("p", { class: "soft" }, t("answered_by_text")),
    responses.some((each) => each.beside.length) && h("p", { class: "soft" }, t("lies_beside")),
    isBegun && h("p", { class: "mark" }, t("begun")),
    wayToChange(checkIn),
    h("p", { class: "soft" }, t("change_until", { when: when(checkIn.closes_at) })));
}

function wayToChange({ id }) {
  return h("a", { class: "button quiet wide", href: `#/check-ins/${id}` }, t("change_answers"));
}

/** The numbers of a response by their names; of a questionnaire in words its title is enough. */
function facts({ answers }, questionnaire) {
  const rated = questionnaire?.items.filter((item) => item.kind === "rating" && item.link_id in answers) ?? [];
  const said = rated.map((item) => `${item.name} ${number(answers[item.link_id])}${item.unit ? ` ${item.unit}` : ""}`);
  return (said.length ? said : [questionnaire?.title]).map((each) => each && h("span", {}, capital(each)));
}

function when(at) {
  return `${dayOf(at, now())}, ${timeOf(at)}`.replace(/^./, (first) => first.toLocaleLowerCase());
}

function standing(infusions) {
  const last = infusions.findLast((each) => each.status === "given");
  const next = infusions.find((each) => each.status === "planned" && Date.parse(each.started_at) > now());
  const count = last && daysBetween(last.started_at, now());
  return [
    last && h("p", { class: "sub" },
      count === 0 ? t("day_of", { number: last.number }) : t("days_after", { count, number: last.number })),
    next && h("p", { class: "sub" }, t("planned_for", { when: when(next.started_at) })),
  ];
}

function pause(me) {
  const isPaused = me?.paused_until && me.paused_until > isoDay(now());
  return [
    isPaused && h("p", { class: "flash" }, t("paused_until", { when: dayOf(`${me.paused_until}T12:00:00Z`, now()) }), " ",
      h("a", { href: "#/me" }, t("pause_end"))),
    me?.texting === "stopped" && h("p", { class: "flash flash-warning" }, t("texts_stopped")),
  ];
}
