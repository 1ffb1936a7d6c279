// The catalogues. Another language is one more file with the same keys, and one more line here.
import { nl } from "./nl";

export type Texts = typeof nl;

const catalogues: Record<string, Texts> = { nl };

/** The texts of the language that is spoken now. */
export let t: Texts = nl;

/** "nl-BE" speaks Dutch; a language that nobody wrote yet speaks Dutch too. */
export function speak(language: string): void {
  t = catalogues[language] ?? catalogues[language.slice(0, 2)] ?? nl;
  document.documentElement.lang = t.locale;
}
