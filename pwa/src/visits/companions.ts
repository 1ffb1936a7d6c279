import type { Companion } from "../api/types";
import { t } from "../texts";

/** What somebody who comes along last said of it. */
export function saidOf(one: Companion): string {
  const words = t.beforehand;
  if (one.thereAt) return words.there(one.name);
  if (one.declinedAt || one.saidNoAt) return words.cant(one.name);
  return one.comingAt ? words.comes(one.name) : words.notThere(one.name);
}
