// Every text, for what comes after the start. Who is in the start has `t` of index.ts, without these: the types hold it so.
import { nl } from "./nl";
import { nlLater } from "./nl-later";
import { onSpeak, rest, t as start } from ".";

const dutch = { ...nl, ...nlLater };

/** In Dutch while the rest of another language is still to come: half in one and half in the other reads as neither. */
const all = (): typeof dutch => (rest ? { ...start, ...rest } : dutch);

/** The texts of the language that is spoken now. */
export let t: typeof dutch = all();

onSpeak(() => {
  t = all();
});
