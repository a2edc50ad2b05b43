/** What the app says, in the patient's language. */

import { en } from "./words/en.js";
import { es } from "./words/es.js";

const LANGUAGES = { en, es };
const CLOCK = { hour: "numeric", minute: "2-digit" };

let language = "en";
let zone;

export const languages = Object.keys(LANGUAGES);

/** Speak this language from now on, and tell times in this zone. */
export function speak(wanted, timezone) {
  language = LANGUAGES[wanted] ? wanted : "en";
  zone = timezone || undefined;
  // The service worker has no page, and speaks all the same.
  if (globalThis.document) document.documentElement.lang = language;
}

export function spoken() {
  return language;
}

/**
 * A sentence by its name. A sentence of several forms is chosen by `values.count`.
 * @param {string} name
 * @param {Record<string, unknown>} [values]
 */
export function t(name, values = {}) {
  let said = LANGUAGES[language][name];
  if (said === undefined) throw new Error(`nothing is said for ${name}`);
  if (typeof said === "object") {
    said = said[new Intl.PluralRules(language).select(values.count)] ?? said.other;
  }
  return said.replace(/\{(\w+)\}/g, (_, each) => String(values[each] ?? ""));
}

/** An instant's time of day where the patient is. */
export function timeOf(at) {
  return new Intl.DateTimeFormat(language, { ...CLOCK, timeZone: zone }).format(new Date(at));
}

/** A time of day, given as HH:MM. */
export function clockTime(hhmm) {
  const at = Date.parse(`1970-01-01T${hhmm}Z`);
  return new Intl.DateTimeFormat(language, { ...CLOCK, timeZone: "UTC" }).format(at);
}

/** An instant's day: today and yesterday by name, others by date. */
export function dayOf(at, now) {
  const days = daysBetween(at, now);
  if (days >= -1 && days <= 1) {
    const named = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
    return named.charAt(0).toLocaleUpperCase(language) + named.slice(1);
  }
  return dateOf(at, { weekday: "short", day: "numeric", month: "short" });
}

/** A date where the patient is, with the parts asked for. */
export function dateOf(at, parts = { day: "numeric", month: "short", year: "numeric" }) {
  return new Intl.DateTimeFormat(language, { ...parts, timeZone: zone }).format(new Date(at));
}

/** How old something is that may be out of date: its time, and its day where that is not today. */
export function asOf(at, now) {
  return daysBetween(at, now) === 0 ? timeOf(at) : `${dayOf(at, now)}, ${timeOf(at)}`;
}

/** How many midnights lie between two instants where the patient is. */
export function daysBetween(earlier, later) {
  return Math.round((Date.parse(isoDay(later)) - Date.parse(isoDay(earlier))) / 86_400_000);
}

/** The date where the patient is, as YYYY-MM-DD. */
export function isoDay(at) {
  return new Intl.DateTimeFormat("en-CA", {
    year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone,
  }).format(new Date(at));
}

/** A number as the language writes it. */
export function number(value) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
}

/** Words as they begin a line. */
export function capital(words) {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
