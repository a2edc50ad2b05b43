/** Signing in: a number, then the code that is texted to it. */

import { Problem } from "../api.js";
import { h } from "../dom.js";
import { field, page, panel } from "../parts/page.js";
import { queued } from "../queue.js";
import { askForCode, digits, owner, signIn, wipe } from "../session.js";
import { languages, speak, spoken, t } from "../words.js";
import { put } from "../store.js";
import { go, meet } from "../ways.js";

export const isForm = true;

/** What was typed, while the screen is drawn anew around it. */
const typed = { phone: "", requestId: null, errors: {} };

export async function show() {
  const screen = h("div", {});
  await draw(screen);
  return screen;
}

async function draw(screen) {
  const before = await unsent();
  screen.replaceChildren(
    page(t("sign_in"),
      before,
      panel(typed.requestId ? codeForm(screen) : phoneForm(screen)),
      h("div", { class: "languages" },
        languages.filter((each) => each !== spoken()).map((each) =>
          h("button", { class: "link", lang: each, onclick: () => choose(screen, each) },
            new Intl.DisplayNames(each, { type: "language" }).of(each)))),
    ),
  );
}

async function choose(screen, language) {
  await put("kept", language, "language");
  speak(language);
  await draw(screen);
}

function phoneForm(screen) {
  const input = h("input", { type: "tel", autocomplete: "tel", inputmode: "tel", value: typed.phone, required: true });
  return h("form", { novalidate: true, onsubmit: (event) => sendPhone(event, screen, input) },
    h("p", { class: "sub" }, t("sign_in_lead")),
    field("phone", { label: t("phone"), error: typed.errors.phone }, input),
    h("div", { class: "do" }, h("button", { class: "wide" }, t("send_code"))),
  );
}

function codeForm(screen) {
  const input = h("input", {
    class: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6, required: true,
  });
  return h("form", { novalidate: true, onsubmit: (event) => sendCode(event, screen, input) },
    h("p", { class: "sub" }, t("code_lead")),
    field("code", { label: t("code"), error: typed.errors.code }, input),
    h("div", { class: "do" },
      h("button", { class: "wide" }, t("sign_in")),
      h("button", { type: "button", class: "wide quiet", onclick: () => startAnew(screen) }, t("other_number"))),
  );
}

async function startAnew(screen) {
  Object.assign(typed, { requestId: null, errors: {} });
  await draw(screen);
}

async function sendPhone(event, screen, input) {
  event.preventDefault();
  typed.phone = input.value;
  typed.errors = {};
  const former = await owner();
  if (former && former !== digits(typed.phone) && (await queued()).length) {
    typed.errors.phone = t("other_owner");
  } else {
    try {
      typed.requestId = await askForCode(typed.phone);
    } catch (error) {
      typed.errors.phone = explain(error, "wrong_phone");
    }
  }
  await draw(screen);
  screen.querySelector("input").focus();
}

async function sendCode(event, screen, input) {
  event.preventDefault();
  typed.errors = {};
  try {
    await signIn(typed.requestId, input.value.trim(), deviceName(), typed.phone);
  } catch (error) {
    typed.errors.code = explain(error, "wrong_code");
    await draw(screen);
    screen.querySelector("input").focus();
    return;
  }
  Object.assign(typed, { phone: "", requestId: null });
  go("#/");
  meet();
}

function explain(error, otherwise) {
  if (!(error instanceof Problem)) return t("no_network");
  if (error.status === 429) return t("too_many", { minutes: Math.ceil(error.retryAfter / 60) });
  return t(otherwise);
}

async function unsent() {
  const end = (await owner())?.slice(-4);
  if (!end) return null;
  const count = (await queued()).length;
  return h("div", { class: "flash", role: "status" },
    h("p", {}, t("signed_out_lead")),
    count > 0 && h("p", {}, t("unsent_of", { count, end })),
    count > 0 && h("details", {}, h("summary", {}, t("wipe_unsent")),
      h("button", { class: "grave", onclick: wipe }, t("wipe_sure"))),
  );
}

/** What the owner of several devices knows this one by. */
function deviceName() {
  const system = /Android|iPhone|iPad|Macintosh|Windows|CrOS|Linux/.exec(navigator.userAgent)?.[0];
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(navigator.userAgent)?.[0];
  const names = { Macintosh: "Mac", CrOS: "Chromebook", Edg: "Edge", OPR: "Opera" };
  return [system, browser].filter(Boolean).map((each) => names[each] ?? each).join(", ") || "Web";
}
