/** The texts between patient and clinic, the newest first, as of the last look. */

import { h, unseen } from "../dom.js";
import { byClinic, now } from "../moment.js";
import { page, panel, wayBack } from "../parts/page.js";
import { kept } from "../reads.js";
import { asOf, dayOf, t, timeOf } from "../words.js";

export async function show() {
  const found = await kept("messages");
  const messages = found?.value.items ?? [];
  return page(t("messages"),
    wayBack("#/me", t("me")),
    found && h("p", { class: "sub" }, t("as_of", { time: asOf(byClinic(found.at), now()) })),
    messages.length === 0 && panel(h("p", { class: "soft" }, t("nothing"))),
    h("ol", { class: "thread own-thread" }, messages.map(({ at, body, from_me: mine }) =>
      h("li", { class: `bubble ${mine ? "out" : "in"}` },
        h("p", {}, unseen(`${mine ? t("from_you") : t("from_clinic")}: `), body),
        h("small", {}, `${dayOf(at, now())}, ${timeOf(at)}`)))),
  );
}
