/** The phones on which the patient is signed in, and signing one out that is lost. */

import { h, unseen } from "../dom.js";
import { now } from "../moment.js";
import { page, panel, wayBack } from "../parts/page.js";
import { ask } from "../session.js";
import { dayOf, t } from "../words.js";

export async function show() {
  const screen = h("div", {});
  await draw(screen);
  return screen;
}

async function draw(screen) {
  let items;
  try {
    ({ body: { items } } = await ask("GET", "/devices"));
  } catch {
    screen.replaceChildren(page(t("devices"), wayBack("#/me", t("me")), panel(h("p", {}, t("needs_network")))));
    return;
  }
  screen.replaceChildren(page(t("devices"),
    wayBack("#/me", t("me")),
    panel(h("ul", {}, items.map(({ id, name, seen_at: seen, is_this: isThis }) =>
      h("li", { class: "device" },
        h("div", {}, h("b", {}, name), " ",
          h("small", {}, isThis ? t("this_phone") : t("seen", { when: dayOf(seen, now()) }))),
        !isThis && h("button", { class: "quiet", onclick: () => end(screen, id) }, t("end_device"), unseen(` ${name}`))),
    ))),
  ));
}

async function end(screen, id) {
  await ask("DELETE", `/devices/${id}`).catch(() => {}); // the list tells whether it is gone
  await draw(screen);
}
