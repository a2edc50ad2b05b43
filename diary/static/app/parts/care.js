/** What must be on the screen at once when somebody may be in danger, over whatever is there. */

import { h } from "../dom.js";
import { remove } from "../store.js";
import { t } from "../words.js";
import { lines } from "./lines.js";

/** Open it; it stays until it is closed. */
export async function openCare() {
  await remove("kept", "alarm");
  if (document.querySelector("dialog.care")) return;
  const dialog = h("dialog", { class: "care", "aria-labelledby": "care-title", onclose: () => dialog.remove() },
    h("h2", { id: "care-title", tabindex: "-1" }, t("care_title")),
    h("p", { class: "lead" }, t("care")),
    await lines(),
    h("p", { class: "soft" }, t("care_told")),
    h("button", { class: "wide quiet", onclick: () => dialog.close() }, t("close")),
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("h2").focus();
}
