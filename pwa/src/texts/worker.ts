// The few words that the service worker has of its own: what it shows when a push can't be read. In every language, as
// nothing else of a catalogue is there.

const NL = { title: "Er is iets in Achterwacht", body: "Open de app om te kijken." };

export const unread: Readonly<Record<string, { title: string; body: string }>> = {
  nl: NL,
  "nl-BE": NL,
  fr: { title: "Il y a quelque chose dans Achterwacht", body: "Ouvrez l'application pour regarder." },
  en: { title: "There is something in Achterwacht", body: "Open the app to look." },
};

/** Of a language that nobody wrote, in Dutch. */
export const unreadIn = (language: string | undefined) => unread[language ?? ""] ?? NL;
