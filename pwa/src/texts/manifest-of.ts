/** Dutch keeps the address that it always had: by that some phones know the app that they have. */
export const manifestOf = (language: string): string =>
  `/manifest${language.startsWith("nl") ? "" : `.${language}`}.webmanifest`;
