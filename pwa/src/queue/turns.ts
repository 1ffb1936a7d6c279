// Tabs and the service worker take turns at sending. It is a courtesy and no condition: the key makes two sendings one,
// while a tab that sleeps with the lock in its hand would make it none.
import { within } from "../time/within";

const LOCK = "achterwacht-delivery";
const LOCK_PATIENCE = 1_000;
/** So many rounds another one may be at it before this one sends as well. */
const COURTESY = 3;

const refused = new Map<string, number>();

/** Does the work when it is this one's turn; null when another is at it. */
export async function inTurn<T>(work: () => Promise<T>, lock: string = LOCK): Promise<T | null> {
  let mine: Promise<T> | null = null;
  const begin = () => {
    mine ??= work();
    return mine;
  };
  const turn = await within<"mine" | "other" | "no locks">(
    LOCK_PATIENCE,
    () =>
      new Promise((resolve, reject) => {
        navigator.locks
          .request(lock, { ifAvailable: true }, (held) => {
            resolve(held ? "mine" : "other");
            return held ? begin().catch(() => undefined) : undefined;
          })
          .catch(reject);
      }),
    "no locks",
  );
  const times = turn === "other" ? (refused.get(lock) ?? 0) + 1 : 0;
  refused.set(lock, times);
  if (turn === "other" && times < COURTESY) return null;
  refused.set(lock, 0);
  return begin();
}
