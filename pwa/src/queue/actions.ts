// The written-down actions. What the device can't store lives in this page's memory: less, but not nothing, and the
// screen says "not confirmed" all the same.
import { stored, whenForgotten } from "../storage/database";
import { isUrgent, type Action } from "./action";

/** As the store last said, with every change since: what is sent when the store has fallen silent. */
let known = new Map<string, Action>();
/** Written here, and not yet in the store. */
const unstored = new Map<string, Action>();
/** Over and done with, and not yet out of the store. */
const unerased = new Set<string>();
let changes = 0;

whenForgotten((goes) => {
  for (const rows of [known, unstored]) for (const [key, action] of rows) if (goes(action)) rows.delete(key);
  changes += 1;
});

export async function write(action: Action): Promise<void> {
  changes += 1;
  known.set(action.key, action);
  unstored.set(action.key, action);
  const isIn = await stored((db) => db.put("actions", action).then(() => true), false);
  if (isIn && unstored.get(action.key) === action) unstored.delete(action.key);
}

export async function erase(key: string): Promise<void> {
  changes += 1;
  known.delete(key);
  unstored.delete(key);
  unerased.add(key);
  await takeOut(key);
}

async function takeOut(key: string): Promise<void> {
  if (await stored((db) => db.delete("actions", key).then(() => true), false)) unerased.delete(key);
}

/** In order of pressing; who needs help first. */
export async function all(): Promise<Action[]> {
  const before = changes;
  const found = await stored<Action[] | null>((db) => db.getAll("actions"), null);
  if (found) {
    for (const { key } of found) if (unerased.has(key)) void takeOut(key);
    const inStore = new Map(found.filter(({ key }) => !unerased.has(key)).map((action) => [action.key, action]));
    // Another tab may have changed the store; what this page changed while it was read stays as this page has it.
    known = before === changes ? inStore : new Map([...inStore, ...known]);
  }
  return [...new Map([...known, ...unstored]).values()].sort(
    (a, b) => Number(isUrgent(b.kind)) - Number(isUrgent(a.kind)) || a.order - b.order,
  );
}
