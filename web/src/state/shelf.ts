/** Branches in this browser's own database. Every promise here is kept: where the database is missing, full or broken, false or nothing. */
import { busyWith } from './busy';
import type { Branch } from './store';

const name = 'glassbox';
const store = 'branches';
const longestText = 32 * 1024;

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' }).createIndex('start', 'start');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(request.error);
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** Done only when it is on the disk: a full one says so at the end of the transaction. */
async function write(work: (kept: IDBObjectStore) => void): Promise<boolean> {
  try {
    const transaction = (await database()).transaction(store, 'readwrite');
    work(transaction.objectStore(store));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    return true;
  } catch {
    return false;
  }
}

const numbers = (value: unknown): boolean => Array.isArray(value) && value.every((entry) => typeof entry === 'number');
const step = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Another version of this page, or anybody else, may have written here. */
function isBranch(value: unknown): value is Branch {
  if (typeof value !== 'object' || value === null) return false;
  const { id, start, name: title, text, hash, step: reached, epoch, loss, score, history } = value as Record<string, unknown>;
  const texts = [id, start, title, text, hash].every((entry) => typeof entry === 'string' && entry.length <= longestText);
  return texts && step(reached) && step(epoch) && numbers(loss) && numbers(score) && history instanceof Float64Array;
}

/** The branches of one start; null: this browser keeps none. */
export async function loadBranches(start: string): Promise<Branch[] | null> {
  try {
    const kept = (await database()).transaction(store).objectStore(store).index('start');
    return (await answered<unknown[]>(kept.getAll(start))).filter(isBranch);
  } catch {
    return null;
  }
}

export function saveBranch(branch: Branch): Promise<boolean> {
  return busyWith(write((kept) => kept.put(branch)));
}

export function removeBranch(id: string): Promise<boolean> {
  return busyWith(write((kept) => kept.delete(id)));
}
