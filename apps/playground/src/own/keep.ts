import type { OwnName } from "../settings.ts";
import type { OwnByName, OwnData } from "./own-data.ts";

/** What this browser keeps. It throws where the browser keeps nothing, as in some private windows. */
export async function kept(): Promise<OwnByName> {
  // Nothing else is put there.
  const all = await inStore("readonly", (store) => store.getAll() as IDBRequest<OwnData[]>);
  return Object.fromEntries(all.map((own) => [own.name, own]));
}

export async function keep(own: OwnData): Promise<void> {
  await inStore("readwrite", (store) => store.put(own, own.name));
}

export async function forget(name: OwnName): Promise<void> {
  await inStore("readwrite", (store) => store.delete(name));
}

/** Does one thing in the store. What is done is on the disk. */
async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction("own", mode);
      const request = work(transaction.objectStore("own"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the browser keeps nothing"));
    });
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("piecewise playground");
    request.onupgradeneeded = () => request.result.createObjectStore("own");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser keeps nothing"));
  });
}
