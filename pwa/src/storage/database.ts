// What this device keeps: actions under way, the last answers for when there is no network, drafts. All of it goes
// at sign-out; none of it outlives a day unused.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Action } from "../queue/action";

interface Answer {
  name: string;
  value: unknown;
  /** Wall clock of this device, and how far the server was ahead of it. */
  savedAt: number;
  wallOffset: number;
}

interface Schema extends DBSchema {
  actions: { key: string; value: Action };
  answers: { key: string; value: Answer };
  drafts: { key: string; value: { id: string; value: unknown; savedAt: number } };
  keys: { key: string; value: CryptoKey };
}

const DAY = 86_400_000;

let opened: Promise<IDBPDatabase<Schema>> | null = null;

export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("achterwacht", 1, {
    upgrade(db) {
      db.createObjectStore("actions", { keyPath: "key" });
      db.createObjectStore("answers", { keyPath: "name" });
      db.createObjectStore("drafts", { keyPath: "id" });
      db.createObjectStore("keys");
    },
    // Another tab brings a newer version, or the browser closed the store: open again at the next question.
    blocking: (_old, _new, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** Storage may be full, or forbidden in a private window. Watching over somebody must go on without it. */
async function orElse<T>(work: Promise<T>, otherwise: T): Promise<T> {
  return work.catch(() => otherwise);
}

const isOld = (answer: Answer): boolean => Date.now() - answer.savedAt > DAY;

/** Whose device this is stands there too, and must not go: by it what an earlier owner left is thrown away. */
const OWNER = "owner";

export const answers = {
  async keep(name: string, value: unknown, wallOffset: number): Promise<void> {
    const answer: Answer = { name, value, savedAt: Date.now(), wallOffset };
    await orElse(
      database().then((db) => db.put("answers", answer)),
      "",
    );
  },
  async last<T>(name: string): Promise<{ value: T; savedAt: number; wallOffset: number } | null> {
    const found = await orElse(
      database().then((db) => db.get("answers", name)),
      undefined,
    );
    if (!found) return null;
    if (isOld(found)) {
      await this.drop(name);
      return null;
    }
    return { value: found.value as T, savedAt: found.savedAt, wallOffset: found.wallOffset };
  },
  /** Throws away what nobody asked for since a day ago. */
  async forgetOld(): Promise<void> {
    const kept = await orElse(
      database().then((db) => db.getAll("answers")),
      [],
    );
    await Promise.all(kept.filter((one) => one.name !== OWNER && isOld(one)).map((one) => this.drop(one.name)));
  },
  async drop(name: string): Promise<void> {
    await orElse(
      database().then((db) => db.delete("answers", name)),
      undefined,
    );
  },
};

/**
 * Makes this the device of that person. Of whoever had it before nothing can be read any more; what they pressed and
 * the server never heard stays, under their name, for when they sign in again. Answers whether
 * it was somebody else's.
 */
export async function belongsTo(personId: string): Promise<boolean> {
  const db = await orElse<IDBPDatabase<Schema> | null>(database(), null);
  const owner = db && (await orElse(db.get("answers", OWNER), undefined));
  if (!db || owner?.value === personId) return false;
  if (owner) await orElse(Promise.all((["answers", "drafts"] as const).map((store) => db.clear(store))), []);
  await answers.keep(OWNER, personId, 0);
  return owner !== undefined;
}

export const drafts = {
  async keep(id: string, value: unknown): Promise<boolean> {
    return orElse(
      database().then((db) => db.put("drafts", { id, value, savedAt: Date.now() }).then(() => true)),
      false,
    );
  },
  async find<T>(id: string): Promise<T | null> {
    const found = await orElse(
      database().then((db) => db.get("drafts", id)),
      undefined,
    );
    return (found?.value as T | undefined) ?? null;
  },
  async drop(id: string): Promise<void> {
    await orElse(
      database().then((db) => db.delete("drafts", id)),
      undefined,
    );
  },
};

/** At sign-out: nothing of a person stays on a device that somebody else may pick up. */
export async function forgetEverything(): Promise<void> {
  const db = await orElse<IDBPDatabase<Schema> | null>(database(), null);
  if (!db) return;
  await orElse(Promise.all((["actions", "answers", "drafts", "keys"] as const).map((store) => db.clear(store))), []);
}
