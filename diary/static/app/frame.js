/** Around every screen: the mark, the way to help, what was not sent, and the navigation. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { byClinic, now } from "./moment.js";
import { queued } from "./queue.js";
import { isSignedIn } from "./session.js";
import { get } from "./store.js";
import { asOf, t } from "./words.js";

/** Name, address, and the screens that belong to it. */
const PLACES = [
  ["today", "#/", /^\/($|check-ins\/)/],
  ["diary", "#/diary", /^\/diary/],
  ["trend", "#/trend", /^\/trend/],
  ["me", "#/me", /^\/(me|messages|devices|outbox)$/],
];

let connection = "online";

/** Say whether the clinic can be reached, from now on. */
export function setConnection(state) {
  connection = state;
}

/** The parts of the page, made once; what changes in them is filled in by `refreshFrame`. */
export function buildFrame() {
  const frame = {
    top: h("header", { class: "app-top" }),
    strip: h("div", { class: "strip", role: "status" }),
    main: h("main", { id: "main", tabindex: "-1" }),
    nav: h("nav", { class: "tabs" }),
  };
  document.body.append(
    h("a", { class: "skip", href: "#main", onclick: skip }),
    frame.top, frame.strip, frame.main, frame.nav,
  );
  return frame;

  function skip(event) {
    event.preventDefault(); // the address is the screen's
    frame.main.focus();
  }
}

/** Fill in the frame for the screen at `path`. */
export async function refreshFrame(frame, path) {
  const signedIn = await isSignedIn();
  document.querySelector(".skip").textContent = t("skip");
  fillIn(frame.top,
    h("a", { class: "brand", href: "#/" },
      h("img", { src: "/static/mark.svg", alt: "", width: 28, height: 28 }), t("app")),
    h("a", { class: "help-now", href: "#/help", "aria-current": path === "/help" && "page" },
      icon("help"), t("help_now")),
  );
  fillIn(frame.strip, ...(signedIn ? await standing() : []));
  frame.nav.setAttribute("aria-label", t("main"));
  frame.nav.hidden = !signedIn;
  fillIn(frame.nav,
    ...PLACES.map(([name, address, own]) =>
      h("a", { href: address, "aria-current": own.test(path) && "page" }, icon(name), t(name)),
    ),
  );
}

/** Only where something differs: else focus would be lost, and what is read out twice is noise. */
function fillIn(part, ...children) {
  const fresh = part.cloneNode(false);
  fresh.append(...children);
  if (!fresh.isEqualNode(part)) part.replaceChildren(...fresh.childNodes);
}

async function standing() {
  const entries = await queued();
  const waiting = entries.filter((each) => each.state === "waiting").length;
  const troubled = entries.length - waiting;
  const synced = await get("kept", "synced");
  return [
    connection === "away" &&
      h("p", { class: "away" }, synced ? t("away", { time: asOf(byClinic(synced), now()) }) : t("never_synced")),
    waiting > 0 && h("p", { class: "kept" }, icon("kept"), h("a", { href: "#/outbox" }, t("waiting", { count: waiting }))),
    troubled > 0 &&
      h("p", { class: "trouble" }, h("a", { href: "#/outbox" }, `${t("troubled", { count: troubled })} ${t("look")}`)),
  ].filter(Boolean);
}
