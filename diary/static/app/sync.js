/**
 * Bringing phone and clinic together: what was made here goes out, what is new there comes in.
 * One tab or the service worker does it at a time.
 */

import { Away } from "./api.js";
import { tell } from "./news.js";
import { queued } from "./queue.js";
import { refreshReads } from "./reads.js";
import { ask, isSignedIn, SignedOut, SYNC_LOCK } from "./session.js";
import { change, done, get, put } from "./store.js";

const MOST_AT_ONCE = 100;
/** Below the API's largest body, with room for the frame around the entries. */
const LARGEST_BATCH = 700_000;

/**
 * Send and fetch everything. `online` when it worked, `away` without a network, `signed-out`
 * when the sign-in has ended.
 * @returns {Promise<"online"|"away"|"signed-out">}
 */
export async function synchronise() {
  if (!(await isSignedIn())) return "signed-out";
  try {
    await navigator.locks.request(SYNC_LOCK, async () => {
      await exchange();
      await refreshReads();
    });
    return "online";
  } catch (error) {
    if (error instanceof Away) return "away";
    if (error instanceof SignedOut) return "signed-out";
    throw error;
  } finally {
    tell("changed");
  }
}

async function exchange() {
  let more = true;
  while (more) {
    const batch = fitting((await queued()).filter((each) => each.state === "waiting"));
    const since = (await get("kept", "cursor")) ?? "";
    const { body } = await hand(batch, since);
    await take(batch, body);
    const left = (await queued()).some((each) => each.state === "waiting");
    more = body.has_more || (left && batch.length > 0);
  }
}

async function hand(batch, since) {
  try {
    return await ask("POST", "/sync", {
      body: {
        device_now: new Date().toISOString(),
        since,
        entries: batch.map((each) => each.entry),
      },
    });
  } catch (refusal) {
    if (refusal.help) await alarm(batch);
    throw refusal;
  }
}

/** As many entries as go into one request. */
function fitting(waiting) {
  let size = 0;
  return waiting.slice(0, MOST_AT_ONCE).filter((each, nth) => {
    size += JSON.stringify(each.entry).length * 2;
    return nth === 0 || size < LARGEST_BATCH;
  });
}

/** Write down in one transaction what the clinic said: it is all here, or asked for again. */
async function take(batch, result) {
  const { changes } = result;
  await change(["queue", "entries", "kept"], async ({ queue, entries, kept }) => {
    for (const [nth, verdict] of result.verdicts.entries()) {
      const sent = batch[nth];
      if (verdict.verdict === "stored" || verdict.verdict === "already_stored") {
        await done(queue.delete(sent.key));
      } else {
        const fault = verdict.errors?.[0]?.code;
        await done(queue.put({ ...sent, state: verdict.verdict, fault }));
      }
    }
    for (const entry of changes.entries.filter((each) => each.is_current)) {
      await done(entries.put(entry));
    }
    const at = Date.now();
    for (const part of ["check_ins", "infusions", "me"]) {
      if (changes[part]) await done(kept.put({ value: changes[part], at }, part));
    }
    await done(kept.put(result.cursor, "cursor"));
    await done(kept.put(result.clock.skew_seconds * 1000, "skew"));
    await done(kept.put(at, "synced"));
  });
  if (result.help) await alarm(batch);
}

/** Have it said where help is, unless whoever entered this was told so at once. */
async function alarm(batch) {
  if (batch.some((each) => each.isCaredFor)) return;
  await put("kept", { at: Date.now() }, "alarm");
  tell("danger");
}
