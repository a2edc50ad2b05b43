/** Where help is: the crisis lines that came with the app, and the patient's own clinic. */

import { h, unseen } from "../dom.js";
import { icon } from "../icons.js";
import { get } from "../store.js";
import { spoken, t } from "../words.js";

const LINES = "/app/help.json";

/** The lines as a list of large buttons; they are there before anybody signs in. */
export async function lines() {
  const help = (await fetch(LINES).then((answer) => answer.json()))[spoken()];
  const clinic = (await get("kept", "safety"))?.value.help;
  return h("div", {},
    h("p", { class: "not-watched" }, help.not_watched),
    h("ul", { class: "lines" },
      help.lines.map(line),
      clinic?.clinic_phone &&
        line({ name: t("your_clinic"), says: clinic.clinic, call: clinic.clinic_phone })),
  );
}

function line({ name, says, call, text, text_body: body }) {
  const more = body ? `?&body=${encodeURIComponent(body)}` : "";
  return h("li", { class: "line-card" },
    h("h3", {}, name),
    h("p", {}, says),
    h("div", { class: "line-do" },
      call && h("a", { class: "button", href: `tel:${call}` }, icon("phone"), t("call", { number: call }), unseen(` ${name}`)),
      text && h("a", { class: "button quiet", href: `sms:${text}${more}` }, icon("text"), t("text_to", { number: text }), unseen(` ${name}`)),
    ),
  );
}
