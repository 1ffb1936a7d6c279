// The written-down actions. One that the device can't store lives in this page's memory: less, but not nothing, and
// the screen says "not confirmed" all the same.
import { database } from "../storage/database";
import { isUrgent, type Action } from "./action";

const unstorable = new Map<string, Action>();

export async function write(action: Action): Promise<void> {
  try {
    await (await database()).put("actions", action);
    unstorable.delete(action.key);
  } catch {
    unstorable.set(action.key, action);
  }
}

export async function erase(key: string): Promise<void> {
  unstorable.delete(key);
  await database()
    .then((db) => db.delete("actions", key))
    .catch(() => undefined);
}

/** In order of pressing; who needs help first. */
export async function all(): Promise<Action[]> {
  const stored = await database()
    .then((db) => db.getAll("actions"))
    .catch((): Action[] => []);
  return [...stored, ...unstorable.values()].sort(
    (a, b) => Number(isUrgent(b.kind)) - Number(isUrgent(a.kind)) || a.order - b.order,
  );
}
