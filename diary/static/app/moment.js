/** What time it is: this phone's clock set right by the clinic's, as far as that is known. */

import { get } from "./store.js";

let skew = 0;

/** Take over what the last sync found of this phone's clock. */
export async function setRight() {
  skew = (await get("kept", "skew")) ?? 0;
}

/** Now, by the clinic's clock, in milliseconds. */
export function now() {
  return Date.now() + skew;
}

/** An instant of this phone's clock, by the clinic's. */
export function byClinic(at) {
  return new Date(at).getTime() + skew;
}
