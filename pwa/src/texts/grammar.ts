// What a language does to words, asked of the browser: a catalogue says the words and its language.

/** Only the forms that the language has: Dutch has two. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Made when it is first asked for: three of them at the start of a page held its first screen up. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

export function grammar(locale: string) {
  const lists = once(() => new Intl.ListFormat(locale, { type: "conjunction" }));
  const rows = once(() => new Intl.ListFormat(locale, { type: "unit", style: "narrow" }));
  const plurals = once(() => new Intl.PluralRules(locale));
  return {
    /** "An, Bo en Cas" */
    and: (names: string[]): string => lists().format(names),
    /** "An, Bo, Cas", behind a colon or by itself */
    list: (parts: string[]): string => rows().format(parts),
    /** "3 bezoeken" */
    count: (n: number, forms: Forms): string => `${n} ${forms[plurals().select(n)] ?? forms.other}`,
  };
}

/** A catalogue in which every text is said as `how` says it: also what a function makes of its facts. */
export function reworded<T>(texts: T, how: (text: string) => string): T {
  if (typeof texts === "string") return how(texts) as T;
  if (typeof texts === "function") {
    const say = (...facts: unknown[]) =>
      reworded((texts as unknown as (...facts: unknown[]) => unknown)(...facts), how);
    return Object.defineProperty(say, "length", { value: texts.length }) as T;
  }
  if (Array.isArray(texts)) return texts.map((one) => reworded(one, how)) as T;
  return Object.fromEntries(Object.entries(texts as object).map(([key, one]) => [key, reworded(one, how)])) as T;
}
