/** Ways from one screen to another, and to the clinic. */

import { showsDanger } from "./danger.js";
import { openCare } from "./parts/care.js";
import { keep } from "./queue.js";

/** Have phone and clinic brought together now. */
export function meet() {
  dispatchEvent(new Event("infusion-diary:meet"));
}

export function go(address) {
  location.hash = address;
}

/**
 * Keep entries, send them when that can be done, and go on; where they show danger, help is said.
 * @param {object[]} entries
 * @param {string} then
 * @param {string} [draft] what they were a draft of
 */
export async function keepAndGo(entries, then, draft) {
  const danger = await showsDanger(entries);
  await keep(entries, { draft, isCaredFor: danger });
  go(then);
  if (danger) await openCare();
  meet();
}
