// Every text, for what comes after the start. Who is in the start has `t` of index.ts, without these: the types hold it so.
import { MANAGER, nl } from "./nl";
import { nlLater, nlLaterOf } from "./nl-later";
import { manager, onSpeak, rest, t as start } from ".";

const dutch = { ...nl, ...nlLater };

/** In Dutch while the rest of another language is still to come: half in one and half in the other reads as neither. */
function all(): typeof dutch {
  if (rest) return { ...start, ...rest };
  return manager === MANAGER || start.locale !== nl.locale ? dutch : { ...start, ...nlLaterOf(manager) };
}

/** The texts of the language that is spoken now. */
export let t: typeof dutch = all();

onSpeak(() => {
  t = all();
});
