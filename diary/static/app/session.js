/**
 * Whose phone this is: signing in by a texted code, tokens that are exchanged, signing out.
 *
 * A refresh token is good once: it may be shown again only with the id of an exchange whose answer
 * was lost, and ends the sign-in otherwise. So tabs and the service worker exchange it under one
 * lock, and whoever waited finds the new tokens there.
 */

import { call, Problem } from "./api.js";
import { tell } from "./news.js";
import { change, clear, done, EVERYTHING, get } from "./store.js";

const TOKENS_LOCK = "infusion-diary tokens";
/** Held while anything from the clinic is written down here: see `synchronise`. */
export const SYNC_LOCK = "infusion-diary sync";

/** The sign-in has ended: by the patient elsewhere, by the clinic, or by time. */
export class SignedOut extends Error {}

/** Whether somebody is signed in on this phone. */
export async function isSignedIn() {
  return Boolean(await get("kept", "tokens"));
}

/** The id of this phone among the patient's devices. */
export async function deviceId() {
  return (await get("kept", "tokens"))?.device_id;
}

/**
 * The end of the number that signed in last; entries that wait here are that patient's.
 * @returns {Promise<string|undefined>}
 */
export function owner() {
  return get("kept", "owner");
}

/** What tells numbers apart however they are written: their last ten digits. */
export function digits(phone) {
  return phone.replace(/\D/g, "").slice(-10);
}

/** Have a code texted. @returns {Promise<string>} what the code is bound to */
export async function askForCode(phone) {
  const { body } = await call("POST", "/sign-in/codes", { body: { phone } });
  return body.request_id;
}

/** Sign in with the code; the tokens are this phone's from then on. */
export async function signIn(requestId, code, device, phone) {
  const { body } = await call("POST", "/sign-in/tokens", {
    body: { request_id: requestId, code, device },
  });
  await change(["kept"], async ({ kept }) => {
    await done(kept.put(body, "tokens"));
    await done(kept.put(digits(phone), "owner"));
  });
  tell("changed");
}

/**
 * A call in the patient's name. `SignedOut` when the sign-in has ended.
 * @param {string} method
 * @param {string} path
 * @param {{body?: unknown, etag?: string}} [with_]
 */
export async function ask(method, path, with_ = {}) {
  const tokens = await get("kept", "tokens");
  if (!tokens) throw new SignedOut();
  try {
    return await call(method, path, { ...with_, token: tokens.access_token });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
  }
  const renewed = await renew(tokens.access_token);
  return call(method, path, { ...with_, token: renewed.access_token });
}

function renew(used) {
  return navigator.locks.request(TOKENS_LOCK, async () => {
    const tokens = await get("kept", "tokens");
    if (!tokens) throw new SignedOut();
    if (tokens.access_token !== used) return tokens;
    try {
      // Named before it is asked for, so that its answer can be asked for again where it is lost.
      const exchange = tokens.exchange_id ?? crypto.randomUUID();
      await change(["kept"], ({ kept }) =>
        done(kept.put({ ...tokens, exchange_id: exchange }, "tokens")),
      );
      const { body } = await call("POST", "/sign-in/refresh", {
        body: { refresh_token: tokens.refresh_token, exchange_id: exchange },
      });
      await change(["kept"], ({ kept }) => done(kept.put(body, "tokens")));
      return body;
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
      await forgetRecord();
      throw new SignedOut();
    }
  });
}

/** The sign-in was ended from elsewhere: the record goes, what was not sent waits for its owner. */
async function forgetRecord() {
  await change(["kept", "entries", "drafts"], async ({ kept, entries, drafts }) => {
    const phone = await done(kept.get("owner"));
    const language = await done(kept.get("language"));
    await Promise.all([kept, entries, drafts].map((store) => done(store.clear())));
    await done(kept.put(phone, "owner"));
    if (language) await done(kept.put(language, "language"));
  });
  tell("signed-out");
}

/** Sign this phone out, and wipe all that it keeps: what was not sent too. */
export async function signOut() {
  try {
    await ask("DELETE", `/devices/${await deviceId()}`);
  } catch {
    // No network, or signed out already: the tokens are gone from here all the same.
  }
  await wipe();
}

/** Forget everything, once nothing is being written down. */
export async function wipe() {
  await navigator.locks.request(SYNC_LOCK, () =>
    navigator.locks.request(TOKENS_LOCK, () => clear(...EVERYTHING)),
  );
  tell("signed-out");
}
