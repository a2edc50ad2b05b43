/**
 * What this phone keeps, in IndexedDB. Pages and the service worker share it.
 *
 * - `kept`: single values by name: tokens, settings, check-ins, the trend, each with when it came.
 * - `queue`: entries that were made here and that the clinic does not have yet.
 * - `entries`: the diary as the clinic has it, the newest version of each entry.
 * - `drafts`: what was begun and not sent, by what it is a draft `of`: a check-in, or an entry.
 */

const NAME = "infusion-diary";
const VERSION = 1;
const STORES = {
  kept: undefined,
  queue: { keyPath: "key" },
  entries: { keyPath: "id" },
  drafts: { keyPath: "of" },
};

/** @type {Promise<IDBDatabase>|null} */
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [store, options] of Object.entries(STORES)) {
        request.result.createObjectStore(store, options);
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      // Another tab has a newer app: let it change the database.
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      resolve(database);
    };
    request.onerror = () => {
      opening = null;
      reject(request.error);
    };
  });
  return opening;
}

/**
 * Do several things or none of them. `work` gets the stores by name and must only wait for
 * `done(...)` of their requests: a transaction ends as soon as nothing of it is under way.
 * @template T
 * @param {string[]} names
 * @param {(stores: Record<string, IDBObjectStore>) => Promise<T>|T} work
 * @returns {Promise<T>}
 */
export async function change(names, work) {
  const database = await open();
  const transaction = database.transaction(names, "readwrite", { durability: "strict" });
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  let result;
  try {
    result = await work(stores);
  } catch (error) {
    ended.catch(() => {});
    transaction.abort();
    throw error;
  }
  await ended;
  return result;
}

/** The result of one request of a transaction. */
export function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function get(store, key) {
  const database = await open();
  return done(database.transaction(store).objectStore(store).get(key));
}

export async function all(store) {
  const database = await open();
  return done(database.transaction(store).objectStore(store).getAll());
}

export function put(store, value, key) {
  return change([store], (stores) => done(stores[store].put(value, key)));
}

export function remove(store, key) {
  return change([store], (stores) => done(stores[store].delete(key)));
}

/** Forget everything in these stores. */
export function clear(...names) {
  return change(names, (stores) => Promise.all(names.map((name) => done(stores[name].clear()))));
}

export const EVERYTHING = Object.keys(STORES);
