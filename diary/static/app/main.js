/** The app: which screen is shown when, and when phone and clinic are brought together. */

import * as danger from "./danger.js";
import { h } from "./dom.js";
import { buildFrame, refreshFrame, setConnection } from "./frame.js";
import { setRight } from "./moment.js";
import { listen } from "./news.js";
import { openCare } from "./parts/care.js";
import { find } from "./routes.js";
import { isSignedIn } from "./session.js";
import { get } from "./store.js";
import { synchronise } from "./sync.js";
import { languages, speak, t } from "./words.js";

const EVERY_MS = 60_000;

const frame = buildFrame();
let shown = null;
let drawing = Promise.resolve();

/** Draw the screen of the present address; what its author may be typing in is left alone. */
function draw({ isNews = false } = {}) {
  drawing = drawing.then(() => drawNow(isNews)).catch(fail);
  return drawing;
}

async function drawNow(isNews) {
  await Promise.all([setRight(), chooseLanguage()]);
  const path = location.hash.slice(1) || "/";
  const screen = find(path, await isSignedIn());
  await refreshFrame(frame, path);
  const isSameModule = shown?.screen.module === screen.module;
  const isSame = isSameModule && shown.path === path;
  if (screen.module.isForm && isSameModule && (isSame || isNews)) return;
  const content = await screen.module.show(...screen.ids);
  if (isSame && content.isEqualNode(frame.main.firstChild)) return;
  frame.main.replaceChildren(content);
  const heading = frame.main.querySelector("h1");
  document.title = `${heading?.textContent ?? ""} · ${t("app")}`;
  if (shown && !isSame) {
    window.scrollTo(0, 0);
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  shown = { path, screen };
}

async function chooseLanguage() {
  const me = (await get("kept", "me"))?.value;
  const wished = navigator.languages.map((tag) => tag.split("-")[0]);
  const chosen = await get("kept", "language");
  speak(me?.language ?? chosen ?? wished.find((tag) => languages.includes(tag)), me?.timezone);
}

function fail(error) {
  console.error(error);
  frame.main.replaceChildren(
    h("section", { class: "panel", role: "alert" }, h("p", {}, t("went_wrong")),
      h("p", {}, h("a", { href: "#/help" }, t("help_now")))),
  );
  shown = null;
}

/** Bring phone and clinic together, and show what came of it. */
async function meet() {
  try {
    setConnection(await synchronise());
  } catch (error) {
    console.error(error);
  }
  await draw({ isNews: true });
}

listen((what) => {
  if (what === "danger") openCare();
  if (what === "signed-out") location.hash = "#/";
  draw({ isNews: true });
});
addEventListener("hashchange", () => draw());
addEventListener("online", meet);
addEventListener("offline", () => {
  setConnection("away");
  draw({ isNews: true });
});
document.addEventListener("visibilitychange", () => document.hidden || meet());
addEventListener("infusion-diary:meet", meet);
setInterval(() => document.hidden || meet(), EVERY_MS);

await draw();
danger.load().catch(() => {}); // tried again when it is needed
// Danger was seen while no screen was there to say where help is.
if (await get("kept", "alarm")) await openCare();
navigator.serviceWorker
  ?.register("/app/sw.js", { type: "module", scope: "/app/", updateViaCache: "none" })
  .catch(() => {}); // without it the app works while there is a network
navigator.storage?.persist?.();
await meet();
