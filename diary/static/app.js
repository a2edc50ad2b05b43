// What a script adds to pages that work without it: a fresh alert bar, keys, a crosshair, sums as you type, what a slow
// answer is worth saying of, and the reader's own time.
"use strict";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// A list of whom or what to see to is shown anew when it is no more as it stands: not while somebody is at it, so
// that no row moves away under their hand.
const AT_REST = 3000;
let stirred = 0;
for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, () => { stirred = Date.now(); }, { passive: true });
}
const freshen = async (bar, standing) => {
  const lists = all("[data-fresh]");
  if (!standing || standing === bar.dataset.standing || !lists.length || Date.now() - stirred < AT_REST) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of [...lists, one("#nav")]) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    const held = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
    part.replaceWith(fresh);
    const again = held && all("a", fresh).find((link) => link.getAttribute("href") === held);
    if (held !== false) (again || document.getElementById("main")).focus({ preventScroll: true });
  }
  bar.dataset.standing = standing;
};

// Whatever takes longer than a glance says so, seen and read out, over the page: nothing moves for it.
const A_GLANCE = 400;
const told = document.getElementById("busy");
let wanted = 0;
let soon;
const begin = () => {
  wanted += 1;
  if (wanted === 1) soon = setTimeout(() => { told.textContent = told.dataset.said; }, A_GLANCE);
};
const finish = (several = 1) => {
  wanted = Math.max(0, wanted - several);
  if (wanted) return;
  clearTimeout(soon);
  told.textContent = "";
};

// Parts of a page that are asked for again every few seconds, while the page is looked at.
for (const part of all("[data-refresh]")) {
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(part.dataset.refresh, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) return;
      await freshen(part, answer.headers.get("Diary-Standing"));
      const html = (await answer.text()).trim();
      if (html === (part.dataset.shown ?? part.innerHTML.trim())) return;
      // An alert that arrives later lies over the foot of the page, so nothing moves under the pointer.
      if (!part.firstElementChild) part.classList.add("arrived");
      const wasWithin = part.contains(document.activeElement);
      part.innerHTML = html;
      if (wasWithin) (one("a", part) ?? document.getElementById("main")).focus({ preventScroll: true });
      part.dataset.shown = html;
    } catch { /* The network is away; the next round tries again. */ }
  };
  setInterval(refresh, Number(part.dataset.every) * 1000);
  document.addEventListener("visibilitychange", refresh);
}

// Keys: / finds, 1 to 9 open a row, j and k walk the rows, Enter opens, u goes back to Today.
const walk = (step) => {
  const rows = all("[data-row]");
  if (!rows.length) return;
  const before = rows.findIndex((row) => row.classList.contains("here"));
  const here = Math.min(rows.length - 1, Math.max(0, before + step));
  rows[before]?.classList.remove("here");
  rows[here].classList.add("here");
  const link = one("a.name", rows[here]);
  link?.focus({ preventScroll: true });
  rows[here].scrollIntoView({ block: "nearest" });
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const find = one("[data-find]");
  if (event.key === "/" && find) { event.preventDefault(); find.focus(); find.select(); }
  else if (event.key >= "1" && event.key <= "9") all("[data-row]")[event.key - 1]?.querySelector("a.name")?.click();
  else if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "u") one("[data-back]")?.click();
});

// The crosshair of a timeline, by pointer and by arrow keys.
for (const figure of all("[data-crosshair]")) {
  const readout = one(".readout", figure);
  const readings = JSON.parse(figure.dataset.readings);
  for (const chart of readings.length ? all(".timeline", figure) : []) {
    const [left, right] = [Number(chart.dataset.left), Number(chart.dataset.right)];
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    line.setAttribute("class", "crosshair");
    line.setAttribute("y1", chart.dataset.top);
    line.setAttribute("y2", chart.dataset.bottom);
    let at = -1;
    const show = (index) => {
      at = Math.min(readings.length - 1, Math.max(0, index));
      const [share, words] = readings[at];
      const x = left + share * (right - left);
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
      if (!line.isConnected) chart.append(line);
      readout.textContent = words;
      readout.classList.add("told");
    };
    const rest = () => {
      line.remove();
      at = -1;
      readout.textContent = "";
      readout.classList.remove("told");
    };
    const nearest = (x) => {
      const share = (x - left) / (right - left);
      let best = 0;
      readings.forEach(([there], index) => {
        if (Math.abs(there - share) < Math.abs(readings[best][0] - share)) best = index;
      });
      return best;
    };
    chart.setAttribute("tabindex", "0");
    chart.addEventListener("pointermove", (event) => {
      const matrix = chart.getScreenCTM();
      if (matrix) show(nearest(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()).x));
    });
    chart.addEventListener("pointerleave", () => { if (document.activeElement !== chart) rest(); });
    chart.addEventListener("focus", () => { if (at < 0 && chart.matches(":focus-visible")) show(readings.length - 1); });
    chart.addEventListener("blur", rest);
    chart.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: readings.length - 1 }[event.key];
      if (to !== undefined) { event.preventDefault(); show(to); }
      else if (event.key === "Escape") rest();
    });
  }
}

// Dose per kilogram while it is typed; a decimal in the wrong place shows at once.
for (const output of all("[data-per-kg]")) {
  const dose = document.getElementById(output.dataset.dose);
  const weight = document.getElementById(output.dataset.weight);
  const sum = one("[data-sum]", output);
  const read = (input) => Number(input.value.trim().replace(",", "."));
  const reckon = () => {
    const perKg = read(dose) / read(weight);
    const known = Number.isFinite(perKg) && perKg > 0;
    sum.textContent = known ? perKg.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 }) : "–";
    output.classList.toggle("odd", known && (perKg < Number(output.dataset.low) || perKg > Number(output.dataset.high)));
  };
  for (const input of [dose, weight]) input.addEventListener("input", reckon);
  reckon();
}

// A small step on a long page: only the panels it changes are drawn anew, and the keyboard stays where it was.
const FOCUSABLE = "a[href], button:not(:disabled)";
const stay = async (form) => {
  const names = form.dataset.stay.split(" ");
  const panel = document.getElementById(names[0]);
  const place = all(FOCUSABLE, panel).indexOf(document.activeElement);
  panel.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) { form.submit(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!names.every((name) => page.getElementById(name))) { location.assign(answer.url); return; }
  for (const name of names) document.getElementById(name).replaceWith(page.getElementById(name));
  const fresh = document.getElementById(names[0]);
  one(".panel-head", fresh).after(...all(".flash", page));
  const targets = all(FOCUSABLE, fresh);
  (targets[Math.min(place, targets.length - 1)] ?? document.getElementById("main")).focus({ preventScroll: true });
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.stay || event.defaultPrevented) return;
  event.preventDefault();
  stay(form).then(() => finish(), () => form.submit());
});

// A form is sent once, however often it is pressed; a slow one says that it is working.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  const own = one("[data-busy]", form);
  if (own) own.textContent = own.dataset.busy;
  else begin();
}, { capture: true });
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  finish(wanted);
  for (const form of all("form[data-sent]")) { delete form.dataset.sent; form.removeAttribute("aria-busy"); }
});

// A time is told on hover where the patient and the clinic are; and where the reader is, if clocks differ there.
const readersTime = (at) => {
  const language = document.documentElement.lang;
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "long" };
  const said = Object.fromEntries(new Intl.DateTimeFormat(language, style).formatToParts(at).map(({ type, value }) => [type, value]));
  const of = language === "es" ? " de " : " ";
  const clock = `${said.weekday} ${said.day}${of}${said.month}${of}${said.year}, ${said.hour}:${said.minute}`;
  return [clock, `${clock} ${said.timeZoneName}`];
};
document.addEventListener("pointerover", (event) => {
  const time = event.target.closest?.("time[title]");
  if (!time || time.dataset.here) return;
  time.dataset.here = "told";
  const [clock, whole] = readersTime(new Date(time.dateTime));
  if (!time.title.split("\n").some((line) => line.startsWith(clock))) time.title += `\n${whole}`;
});

// Answers to try are put into the box at a press.
for (const button of all("[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.into);
    input.value = button.dataset.fill;
    input.focus();
  });
}
const lit = one("nav a[aria-current]");
if (lit && lit.offsetLeft + lit.offsetWidth > lit.parentElement.clientWidth) lit.parentElement.scrollLeft = lit.offsetLeft - 16;
one("[data-focus]")?.focus();
