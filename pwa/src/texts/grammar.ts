// What a language does to words, asked of the browser: a catalogue says the words and its language.

/** Only the forms that the language has: Dutch has two. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function grammar(locale: string) {
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const rows = new Intl.ListFormat(locale, { type: "unit", style: "narrow" });
  const plurals = new Intl.PluralRules(locale);
  return {
    /** "An, Bo en Cas" */
    and: (names: string[]): string => lists.format(names),
    /** "An, Bo, Cas", behind a colon or by itself */
    list: (parts: string[]): string => rows.format(parts),
    /** "3 bezoeken" */
    count: (n: number, forms: Forms): string => `${n} ${forms[plurals.select(n)] ?? forms.other}`,
  };
}
