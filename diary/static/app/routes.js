/**
 * Every screen, by its address. A screen is a module with `show(...ids)`, which draws it from what
 * the phone keeps; one with `isForm` is left alone while somebody fills it in.
 */

import * as checkIn from "./screens/check_in.js";
import * as devices from "./screens/devices.js";
import * as diary from "./screens/diary.js";
import * as entry from "./screens/entry.js";
import * as help from "./screens/help.js";
import * as me from "./screens/me.js";
import * as messages from "./screens/messages.js";
import * as outbox from "./screens/outbox.js";
import * as plan from "./screens/plan.js";
import * as signIn from "./screens/sign_in.js";
import * as today from "./screens/today.js";
import * as trend from "./screens/trend.js";

const SCREENS = [
  [/^\/$/, today],
  [/^\/check-ins\/([^/]+)$/, checkIn],
  [/^\/diary$/, diary],
  [/^\/diary\/([^/]+)$/, entry],
  [/^\/trend(?:\/(.+))?$/, trend],
  [/^\/help$/, help],
  [/^\/plan$/, plan],
  [/^\/me$/, me],
  [/^\/messages$/, messages],
  [/^\/devices$/, devices],
  [/^\/outbox$/, outbox],
];

/** Screens that need no sign-in: help is for everybody. */
const OPEN = new Set([help]);

/**
 * The screen of a path and what the path names; today's where there is no such screen.
 * @param {string} path
 * @param {boolean} isSignedIn
 */
export function find(path, isSignedIn) {
  for (const [pattern, module] of SCREENS) {
    const found = pattern.exec(path);
    if (found && (isSignedIn || OPEN.has(module))) return { module, ids: found.slice(1) };
  }
  return { module: isSignedIn ? today : signIn, ids: [] };
}
