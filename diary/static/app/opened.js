/** Telling the clinic that a check-in is before the patient's eyes, so that no text is needed. */

import { ask } from "./session.js";

/** Tell it; where that fails the text comes, which is no harm. */
export async function opened(checkIn) {
  await ask("POST", `/check-ins/${checkIn}/opened`).catch(() => {});
}
