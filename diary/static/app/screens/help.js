/** Help: one tap from everywhere, without a network and without signing in. */

import { h } from "../dom.js";
import { lines } from "../parts/lines.js";
import { page, panel } from "../parts/page.js";
import { queued } from "../queue.js";
import { kept } from "../reads.js";
import { isSignedIn } from "../session.js";
import { t } from "../words.js";

export const PARTS = [
  "warning_signs", "coping", "distractions", "people", "professionals", "safer_surroundings",
];

export async function show() {
  return page(t("help_title"),
    h("h2", { class: "vh" }, t("numbers_to_call")),
    await lines(),
    (await isSignedIn()) && safetyPlan(await myPlan()),
  );
}

/** The patient's plan in its newest version, of this phone or of the clinic; undefined if none. */
export async function myPlan() {
  const here = (await queued()).findLast((each) => each.entry.kind === "safety_plan");
  if (here) return { ...here.entry, content: here.entry, isHere: true };
  const plan = (await kept("safety"))?.value.plan;
  return plan && { ...plan, content: plan.safety_plan };
}

function safetyPlan(plan) {
  const parts = PARTS.filter((part) => plan?.content[part]?.length);
  return panel(
    h("h2", {}, t("safety_plan")),
    plan?.isHere && h("p", { class: "mark waiting-mark" }, t("not_sent_yet")),
    parts.length === 0 && h("p", { class: "soft" }, t("no_plan")),
    parts.map((part) => [
      h("h3", {}, t(part)),
      h("ul", { class: "plan" }, plan.content[part].map((line) => h("li", {}, line))),
    ]),
    h("a", { class: "button quiet wide", href: "#/plan" }, plan ? t("change_plan") : t("write_plan")),
  );
}
