/** What many screens have in common. */

import { h, unseen } from "../dom.js";
import { t } from "../words.js";

/** A screen with its title. */
export function page(title, ...children) {
  return h("div", { class: "screen" }, h("h1", {}, title), ...children);
}

/** The way back to the screen that this one belongs to. */
export function wayBack(address, name) {
  return h("p", {}, h("a", { class: "way-back", href: address }, `‹ ${name}`));
}

export function panel(...children) {
  return h("section", { class: "panel" }, ...children);
}

/** A quiet mark that something is on this phone only. */
export function notSent() {
  return h("p", { class: "mark waiting-mark" }, t("not_sent_yet"));
}

/** An error beside its field. */
export function wrong(id, text) {
  return text && h("p", { class: "error", id: `${id}-error` }, unseen(`${t("error")} `), text);
}

/**
 * A labelled field. `control` is an input, textarea or select; its id is `id`.
 * @param {string} id
 * @param {{label: string, hint?: string, error?: string}} said
 * @param {HTMLElement} control
 */
export function field(id, { label, hint, error }, control) {
  control.id = id;
  if (error) control.setAttribute("aria-invalid", "true");
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  if (about) control.setAttribute("aria-describedby", about);
  return h("div", { class: error ? "field wrong" : "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    wrong(id, error),
    control,
  );
}
