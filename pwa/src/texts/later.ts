// Every text, for what comes after the start. Who is in the start has `t` of index.ts, without these: the types hold it so.
import { nl } from "./nl";
import { nlLater } from "./nl-later";
import { inSpoken, onSpeak } from ".";

const dutch = { ...nl, ...nlLater };

const catalogues: Record<string, typeof dutch> = { nl: dutch };

/** The texts of the language that is spoken now. */
export let t: typeof dutch = inSpoken(catalogues) ?? dutch;

onSpeak(() => {
  t = inSpoken(catalogues) ?? dutch;
});
