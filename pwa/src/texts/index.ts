// The catalogues of the start. Another language is one more file with the same keys, and one more line here and in later.ts.
import { nl } from "./nl";

export type Texts = typeof nl;

const catalogues: Record<string, Texts> = { nl };

/** The texts of the language that is spoken now. */
export let t: Texts = nl;

const told: (() => void)[] = [];
let spoken = "nl";

/** "nl-BE" speaks Dutch; a language that nobody wrote yet speaks Dutch too. */
export function speak(language: string): void {
  spoken = language;
  t = inSpoken(catalogues) ?? nl;
  document.documentElement.lang = t.locale;
  for (const one of told) one();
}

/** The catalogue of the language that is spoken. */
export const inSpoken = <T>(of: Record<string, T>): T | undefined => of[spoken] ?? of[spoken.slice(0, 2)];

/** Says when another language is spoken. */
export const onSpeak = (tell: () => void): void => void told.push(tell);
