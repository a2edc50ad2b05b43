// Saves a patient's page while it is filled in. Without this script its buttons do the same.
"use strict";

const form = document.querySelector("form[data-saves]");
const status = form.querySelector(".saving");
const PAUSE = 800; // a finger that slipped puts it right within this
const LONGEST = 20_000; // a save that hangs is said not to be one
let timer;
let saving = Promise.resolve();

form.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(() => { saving = saving.then(save); }, PAUSE);
});
form.addEventListener("submit", () => { clearTimeout(timer); timer = undefined; });
// Whoever leaves within the pause has answered all the same.
addEventListener("pagehide", () => { if (timer) navigator.sendBeacon(form.action, answers()); });

async function save() {
  timer = undefined;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: answers(),
      redirect: "error",
      keepalive: true, // whoever leaves while it is under way has answered too
      signal: AbortSignal.timeout(LONGEST),
    });
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    const words = told.querySelector("[data-words]");
    if (!words) throw new Error("the page is closed");
    say(words.textContent, answer.ok);
    care(told.querySelector("[data-care]"));
  } catch {
    say(form.dataset.failed, false);
  }
}

function answers() {
  const data = new FormData(form);
  data.set("tapped", "yes");
  return data;
}

function say(words, isSaved) {
  status.textContent = words;
  status.classList.toggle("wrong", !isSaved);
}

/** What an answer that speaks of danger calls for, above the questions and in sight. */
function care(section) {
  if (!section) return;
  document.querySelector("[data-care]")?.remove();
  form.before(document.adoptNode(section));
  section.scrollIntoView({ block: "start" });
}
