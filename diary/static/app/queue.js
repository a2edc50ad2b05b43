/**
 * Entries made on this phone that the clinic does not have yet. Each is written down before
 * anything else happens, and leaves only when the clinic has it or its author lets it go.
 *
 * @typedef {{key: string, entry: object, state: "waiting"|"refused"|"conflict", made: number,
 *   isCaredFor: boolean, fault?: string}} Queued
 */

import { tell } from "./news.js";
import { all, change, done, remove } from "./store.js";

/** The background sync that sends the queue where the browser has such. */
export const SYNC_TAG = "send-entries";

/**
 * Keep entries, and drop the draft that they were made from. `isCaredFor`: they show danger, and
 * their author is told where help is.
 */
export async function keep(entries, { draft, isCaredFor = false } = {}) {
  const now = Date.now();
  await change(["queue", "drafts"], async ({ queue, drafts }) => {
    for (const [nth, entry] of entries.entries()) {
      const key = `${entry.id}/${entry.version}`;
      await done(queue.put({ key, entry, state: "waiting", made: now + nth / 1000, isCaredFor }));
    }
    if (draft) await done(drafts.delete(draft));
  });
  tell("changed");
  askForBackgroundSync(); // nobody waits for the browser's answer
}

/** All that waits, the oldest first. @returns {Promise<Queued[]>} */
export async function queued() {
  return (await all("queue")).sort((one, other) => one.made - other.made);
}

/** Let an entry go that the clinic would not take. */
export async function discard(key) {
  await remove("queue", key);
  tell("changed");
}

/** Send what conflicted as a version after all that are known. */
export async function sendAsNewVersion(waiting, newest) {
  const version = Math.max(newest, waiting.entry.version) + 1;
  const entry = { ...waiting.entry, version };
  await change(["queue"], async ({ queue }) => {
    await done(queue.delete(waiting.key));
    await done(queue.put({ ...waiting, key: `${entry.id}/${version}`, entry, state: "waiting" }));
  });
  tell("changed");
  askForBackgroundSync(); // nobody waits for the browser's answer
}

/** What every entry made here begins with. */
export function begun(kind, id = crypto.randomUUID(), version = 1) {
  return { id, version, kind, made_at: new Date().toISOString() };
}

async function askForBackgroundSync() {
  try {
    const registration = await globalThis.navigator?.serviceWorker?.getRegistration("/app/");
    await registration?.sync?.register(SYNC_TAG);
  } catch {
    // This browser has none, or its owner does not want it: the app sends when it is open.
  }
}
