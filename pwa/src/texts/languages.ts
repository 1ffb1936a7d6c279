// The languages that a person may choose, each by its own name. The server speaks the same; a test compares them.

export const LANGUAGES: Readonly<Record<string, string>> = {
  nl: "Nederlands",
  "nl-BE": "Nederlands (Vlaanderen)",
  fr: "Français",
  en: "English",
};

/** The one of ours that a browser or a person asks for: `en-GB` is English, and what nobody wrote is Dutch. */
export const ours = (asked: readonly string[]): string => {
  for (const tag of asked) {
    const found = [tag, tag.slice(0, 2)].find((one) => one in LANGUAGES);
    if (found) return found;
  }
  return "nl";
};
