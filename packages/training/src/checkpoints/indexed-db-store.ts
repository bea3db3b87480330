import { parseSafetensors, safetensorsBytes } from "@piecewise/data";
import { DataError } from "@piecewise/tensor";
import type { CheckpointStore } from "./store.ts";

const table = "checkpoints";

/**
 * Checkpoints in a database of the browser (IndexedDB), under a name of your choice. They outlive the page; a checkpoint is there
 * wholly or not at all.
 *
 * @example ignore: needs a browser
 * await fit(model, { data, loss, optimizer, callbacks: [checkpoint({ store: indexedDbStore("digits") })] });
 */
export function indexedDbStore(name: string): CheckpointStore {
  const use = <T>(mode: IDBTransactionMode, ask: (checkpoints: IDBObjectStore) => IDBRequest<T>) =>
    inDatabase(name, mode, ask);
  return {
    title: name,
    names: async () => (await use("readonly", (checkpoints) => checkpoints.getAllKeys())).map(String),
    async write(key, { arrays, metadata }) {
      const bytes = await safetensorsBytes(arrays, { metadata });
      await use("readwrite", (checkpoints) => checkpoints.put(bytes, key));
    },
    async read(key) {
      const bytes: unknown = await use<unknown>("readonly", (checkpoints) => checkpoints.get(key));
      if (bytes instanceof Uint8Array) return parseSafetensors(bytes);
      throw new DataError("indexedDbStore", `${name} has no checkpoint ${key}`);
    },
    remove: (key) => use("readwrite", (checkpoints) => checkpoints.delete(key)),
  };
}

/** One request in a transaction of its own; resolves once the database has kept what it changed. */
async function inDatabase<T>(
  name: string,
  mode: IDBTransactionMode,
  ask: (checkpoints: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  if (typeof indexedDB === "undefined")
    throw new DataError("indexedDbStore", "there is no IndexedDB here; in Node, use fileStore");
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(table);
  const database = await resultOf(opening);
  try {
    const transaction = database.transaction(table, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("the transaction was aborted"));
    });
    const [result] = await Promise.all([resultOf(ask(transaction.objectStore(table))), done]);
    return result;
  } finally {
    database.close();
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the database refused"));
  });
}
