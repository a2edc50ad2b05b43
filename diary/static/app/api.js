/** Calls of the public API. What it refuses is a `Problem`; that nobody answers is `Away`. */

const BASE = "/api/v1";
const PATIENCE_MS = 20_000;

/** The API's problem details (RFC 9457): `code` names the problem, `errors` the fields,
 *  `help` where help is if danger was seen in what was sent. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body?.title ?? `status ${status}`);
    this.status = status;
    this.code = String(body?.type ?? "").split("#problem-")[1] ?? "";
    this.errors = body?.errors ?? [];
    this.help = body?.help ?? null;
    this.retryAfter = Number(retryAfter) || 0;
  }
}

/** There is no network, or nobody answers at its other end. */
export class Away extends Error {}

/**
 * One request.
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {{body?: unknown, token?: string, etag?: string}} [with_]
 * @returns {Promise<{status: number, body: any, etag: string|null}>} `body` is null for 204 and 304
 */
export async function call(method, path, { body, token, etag } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  if (etag) headers["If-None-Match"] = etag;
  let answer;
  let said = null;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status !== 204 && answer.status !== 304) said = await answer.json();
  } catch {
    // No network, nobody there, or something in between that speaks no JSON.
    throw new Away();
  }
  if (answer.status >= 500) throw new Away();
  if (answer.status >= 400) {
    throw new Problem(answer.status, said, answer.headers.get("Retry-After"));
  }
  return { status: answer.status, body: said, etag: answer.headers.get("ETag") };
}
