// What this device keeps: actions under way, the last answers for when there is no network, drafts. All of it goes
// at sign-out. An answer that nobody asked for goes after a day, a draft that nobody touched after a week: it holds what
// somebody typed, and a weekend must not cost them that. A store that is not there, says no or says nothing stops nobody: then
// this page's memory keeps it.
import type { DBSchema } from "idb";
import type { Action, ActionKind } from "../queue/action";
import { storeOf } from "./store";

interface Answer {
  name: string;
  value: unknown;
  /** Wall clock of this device, and how far the server was ahead of it. */
  savedAt: number;
  wallOffset: number;
}

interface Draft {
  id: string;
  value: unknown;
  savedAt: number;
}

/** A file that was added and is not at the server yet. */
export interface KeptFile {
  /** Made here: sent twice, it is kept once. */
  id: string;
  personId: string;
  incident: string;
  bytes: ArrayBuffer;
  type: string;
  /** As it is called on this device; the server is not told. */
  name: string;
  savedAt: number;
  /** Why the server will not have it. */
  refused: string | null;
}

interface Schema extends DBSchema {
  actions: { key: string; value: Action };
  answers: { key: string; value: Answer };
  drafts: { key: string; value: Draft };
  keys: { key: string; value: CryptoKey };
  files: { key: string; value: KeptFile };
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;

const { stored, whenItAnswers } = storeOf<Schema>("achterwacht", 2, (db, from) => {
  if (from < 1) {
    db.createObjectStore("actions", { keyPath: "key" });
    db.createObjectStore("answers", { keyPath: "name" });
    db.createObjectStore("drafts", { keyPath: "id" });
    db.createObjectStore("keys");
  }
  db.createObjectStore("files", { keyPath: "id" });
});

export { stored, whenItAnswers };

/** Whether this device keeps anything: written and read back. */
export const keepsAnything = (): Promise<boolean> =>
  stored(async (db) => {
    await db.put("answers", { name: "probe", value: 1, savedAt: Date.now(), wallOffset: 0 });
    return (await db.get("answers", "probe")) !== undefined;
  }, false);

const isOld = (answer: Answer): boolean => Date.now() - answer.savedAt > DAY;
const isForgotten = (draft: Draft): boolean => Date.now() - draft.savedAt > WEEK;

/** Whose device this is stands there too, and must not go: by it what an earlier owner left is thrown away. */
const OWNER = "owner";

/** What the store should hold, for as long as this page lives: read where the store has no answer. */
const kept = new Map<string, Answer>();
const keptDrafts = new Map<string, Draft>();

export const answers = {
  async keep(name: string, value: unknown, wallOffset: number): Promise<void> {
    const answer: Answer = { name, value, savedAt: Date.now(), wallOffset };
    kept.set(name, answer);
    await stored((db) => db.put("answers", answer), "");
  },
  async last<T>(name: string): Promise<{ value: T; savedAt: number; wallOffset: number } | null> {
    const found = (await stored((db) => db.get("answers", name), undefined)) ?? kept.get(name);
    if (!found) return null;
    if (isOld(found)) {
      await this.drop(name);
      return null;
    }
    return { value: found.value as T, savedAt: found.savedAt, wallOffset: found.wallOffset };
  },
  /** Throws away what nobody asked for since a day ago. */
  async forgetOld(): Promise<void> {
    const all = await stored((db) => db.getAll("answers"), []);
    await Promise.all(all.filter((one) => one.name !== OWNER && isOld(one)).map((one) => this.drop(one.name)));
  },
  async drop(name: string): Promise<void> {
    kept.delete(name);
    await stored((db) => db.delete("answers", name), undefined);
  },
};

/** Whose device this is, for as long as they are signed in: what was asked of the server last is forgotten after a day. */
export async function ownerOfDevice(): Promise<string | null> {
  const owner = (await stored((db) => db.get("answers", OWNER), undefined)) ?? kept.get(OWNER);
  return owner ? (owner.value as string) : null;
}

/**
 * Makes this the device of that person. Of whoever had it before nothing can be read any more; what they pressed and
 * the server never heard stays, under their name, for when they sign in again. Answers whether
 * it was somebody else's.
 */
export async function belongsTo(personId: string): Promise<boolean> {
  const owner = await ownerOfDevice();
  if (owner === personId) return false;
  if (owner !== null) await forgetAnswers();
  await answers.keep(OWNER, personId, 0);
  return owner !== null;
}

export const drafts = {
  /** Whether it will be there after a reload; in this page it is. */
  async keep(id: string, value: unknown): Promise<boolean> {
    const draft: Draft = { id, value, savedAt: Date.now() };
    keptDrafts.set(id, draft);
    return stored((db) => db.put("drafts", draft).then(() => true), false);
  },
  async find<T>(id: string): Promise<T | null> {
    const here = keptDrafts.get(id);
    const there = await stored((db) => db.get("drafts", id), undefined);
    // A store that refused the last of it still holds what was typed before.
    const found = here && (!there || here.savedAt >= there.savedAt) ? here : there;
    if (!found) return null;
    if (isForgotten(found)) {
      await this.drop(id);
      return null;
    }
    return found.value as T;
  },
  /** Throws away what nobody touched for a week. */
  async forgetOld(): Promise<void> {
    const all = await stored((db) => db.getAll("drafts"), []);
    await Promise.all(all.filter(isForgotten).map((one) => this.drop(one.id)));
  },
  async drop(id: string): Promise<void> {
    keptDrafts.delete(id);
    await stored((db) => db.delete("drafts", id), undefined);
  },
};

/** What begins so is an alarm that is open, by who pressed it: nobody else sees it, and it is there when they are back. Or
    a note that one was heard, by its id. */
export const ALARM = "panic:";
const AFTER_IT = "panic;";

async function forgetAnswers(): Promise<void> {
  for (const name of kept.keys()) if (!name.startsWith(ALARM)) kept.delete(name);
  keptDrafts.clear();
  await stored(async (db) => {
    await db.clear("drafts");
    await db.delete("answers", IDBKeyRange.upperBound(ALARM, true));
    await db.delete("answers", IDBKeyRange.lowerBound(AFTER_IT));
  }, undefined);
}

/** A press or a file that waits, by whose it is. */
export interface Row {
  personId: string;
  kind?: ActionKind;
  refused?: unknown;
}

const onForget = new Set<(goes: (row: Row) => boolean) => void>();

/** Is told when the person in this page is no longer who was, to forget what it holds of them in memory; of what waits to
    be sent only what goes. */
export const whenForgotten = (listener: (goes: (row: Row) => boolean) => void): void => void onForget.add(listener);

/** Somebody else is here, or nobody. What anybody pressed stays, under their name. */
export function forgetHere(goes: (row: Row) => boolean = () => false): void {
  for (const listener of onForget) listener(goes);
}

/** At sign-out: nothing of a person stays on a device that somebody else may pick up. What waits of others does. */
export async function forgetEverything(goes: (row: Row) => boolean = () => true): Promise<void> {
  forgetHere(goes);
  await forgetAnswers();
  await stored(async (db) => {
    let left = 0;
    for (const store of ["actions", "files"] as const) {
      for (const key of await db.getAllKeys(store)) {
        const row = await db.get(store, key);
        if (row && goes(row)) await db.delete(store, key);
        else left += 1;
      }
    }
    // By it the PIN of what waits is read.
    if (left === 0) await db.clear("keys");
  }, undefined);
}
