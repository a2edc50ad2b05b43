/** Writing the safety plan, one thing a line. */

import { h } from "../dom.js";
import { field, page, panel } from "../parts/page.js";
import { begun } from "../queue.js";
import { t } from "../words.js";
import { keepAndGo } from "../ways.js";
import { myPlan, PARTS } from "./help.js";

export const isForm = true;

const LONGEST_LINE = 300;
const MOST_LINES = 20;

export async function show() {
  const plan = await myPlan();
  const areas = Object.fromEntries(PARTS.map((part) => {
    const area = h("textarea", { rows: 3 });
    area.value = (plan?.content[part] ?? []).join("\n");
    return [part, area];
  }));
  const screen = h("div", {});
  draw({});
  return screen;

  function draw(errors) {
    screen.replaceChildren(page(t("safety_plan"),
      h("p", { class: "sub" }, t("plan_lead")),
      h("form", { novalidate: true, onsubmit: keep },
        panel(PARTS.map((part) => field(part, { label: t(part), error: errors[part] }, areas[part]))),
        h("div", { class: "do" },
          h("button", { class: "wide" }, t("save")),
          h("a", { class: "button quiet wide", href: "#/help" }, t("cancel")))),
    ));
  }

  async function keep(event) {
    event.preventDefault();
    const lines = Object.fromEntries(PARTS.map((part) => [
      part, areas[part].value.split("\n").map((line) => line.trim()).filter(Boolean),
    ]));
    const wrong = PARTS.filter((part) =>
      lines[part].length > MOST_LINES || lines[part].some((line) => line.length > LONGEST_LINE));
    if (wrong.length) {
      draw(Object.fromEntries(wrong.map((part) => [part, t("line_too_long")])));
      areas[wrong[0]].focus();
      return;
    }
    const entry = begun("safety_plan", plan?.id, (plan?.version ?? 0) + 1);
    await keepAndGo([{ ...entry, ...lines }], "#/help");
  }
}
