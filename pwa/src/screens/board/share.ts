// Of two boards, what stayed the same stays the same object: then only what changed is drawn again. Pure.
import type { Board } from "../../api/types";

type Json = unknown;
type Held = Record<string, Json>;

const isHeld = (value: Json): value is Held => typeof value === "object" && value !== null && !Array.isArray(value);

/** What `now` says, made of as much of `before` as says the same. Rows are known by their id, wherever they stand. */
export function share<T>(before: T, now: T): T {
  return shared(before, now) as T;
}

export const shareBoard = (before: Board | null, now: Board): Board => (before ? share(before, now) : now);

function shared(before: Json, now: Json): Json {
  if (Object.is(before, now)) return before;
  if (Array.isArray(before) && Array.isArray(now)) return sharedList(before, now);
  if (isHeld(before) && isHeld(now)) return sharedHeld(before, now);
  return now;
}

function sharedList(before: Json[], now: Json[]): Json[] {
  const byId = new Map(before.filter(isHeld).map((one) => [one["id"], one]));
  const made = now.map((one, place) => {
    const known = isHeld(one) && one["id"] !== undefined ? byId.get(one["id"]) : before[place];
    return shared(known, one);
  });
  return made.length === before.length && made.every((one, place) => one === before[place]) ? before : made;
}

function sharedHeld(before: Held, now: Held): Held {
  const keys = Object.keys(now);
  const made: Held = {};
  let same = keys.length === Object.keys(before).length;
  for (const key of keys) {
    made[key] = shared(before[key], now[key]);
    same &&= key in before && made[key] === before[key];
  }
  return same ? before : made;
}
