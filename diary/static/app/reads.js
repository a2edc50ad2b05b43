/** What the phone shows without a network: read while there is one, and asked for again by ETag. */

import { ask } from "./session.js";
import { get, put } from "./store.js";

/** Names of what is kept, and where it comes from. */
const READS = {
  safety: "/safety",
  questionnaires_en: "/questionnaires?language=en",
  questionnaires_es: "/questionnaires?language=es",
  trend: "/trend",
  expect: "/infusions",
  messages: "/messages?limit=50",
};

/** Bring every read up to date; only what changed is sent. */
export async function refreshReads() {
  for (const [name, path] of Object.entries(READS)) {
    const old = await get("kept", name);
    const answer = await ask("GET", path, { etag: old?.etag });
    const at = Date.now();
    if (answer.status !== 304) await put("kept", { value: answer.body, etag: answer.etag, at }, name);
    else await put("kept", { ...old, at }, name);
  }
}

/** What is kept under a name, and when it came; undefined where there is nothing yet. */
export function kept(name) {
  return get("kept", name);
}

/** The questionnaires by code, in a language. */
export async function questionnaires(language) {
  const found = await get("kept", `questionnaires_${language}`);
  return new Map((found?.value.items ?? []).map((each) => [each.code, each]));
}
