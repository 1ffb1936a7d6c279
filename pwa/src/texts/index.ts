// The catalogues of the start. Dutch is in the page; another language is one more file with the same keys, which comes
// before the first screen for who speaks it, and which the service worker keeps for a start without a network.
import { quietly } from "../time/within";
import { ours } from "./languages";
import { manifestOf } from "./manifest-of";
import { MANAGER, nl, nlOf } from "./nl";
import type { nlLater } from "./nl-later";
import { spoken } from "./spoken";

export type Texts = typeof nl;
export type Later = typeof nlLater;

/** Another language: its words of the start, and of what comes after it. */
const OTHERS: Record<
  string,
  { start: (manager: string) => Promise<Texts>; later: (manager: string) => Promise<Later> }
> = {
  "nl-BE": {
    start: (manager) => import("./nl-be").then((it) => it.nlBeOf(manager)),
    later: (manager) => import("./nl-be-later").then((it) => it.nlBeLaterOf(manager)),
  },
  fr: {
    start: () => import("./fr").then((it) => it.fr),
    later: () => import("./fr-later").then((it) => it.frLater),
  },
  en: {
    start: () => import("./en").then((it) => it.en),
    later: () => import("./en-later").then((it) => it.enLater),
  },
};

/** The texts of the language that is spoken now. */
export let t: Texts = nl;
/** The rest of them; not of Dutch, which comes with the code, nor before anything asked for it. */
export let rest: Later | undefined;

const told: (() => void)[] = [];
let wish = "nl";
/** What the organisation calls who leads a team. */
export let manager = MANAGER;
let restIsWanted = false;

/**
 * Speaks another language, once its words are here. They may not come: then it is asked for again when the network is
 * back, and until then everything reads as it did.
 */
export async function speak(language: string, called?: string): Promise<void> {
  const code = ours([language]);
  wish = code;
  manager = called || MANAGER;
  try {
    const words = await wordsOf(code);
    if (wish === code) begin(code, words);
  } catch {
    window.addEventListener("online", () => wish === code && void speak(code, manager), { once: true });
  }
}

async function wordsOf(code: string): Promise<[Texts, Later | undefined]> {
  const other = OTHERS[code];
  return other
    ? Promise.all([other.start(manager), restIsWanted ? other.later(manager) : undefined])
    : [manager === MANAGER ? nl : nlOf(manager), undefined];
}

function begin(code: string, [start, later]: [Texts, Later | undefined]): void {
  [t, rest] = [start, later];
  document.documentElement.lang = t.locale;
  document.querySelector("link[rel=manifest]")?.setAttribute("href", manifestOf(code));
  for (const one of told) one();
  spoken.set(code);
}

/** The words of what comes after the start: whatever brings that brings these along. Without them it speaks Dutch. */
export async function bringRest(): Promise<void> {
  restIsWanted = true;
  const code = wish;
  const later = await OTHERS[code]?.later(manager).catch(() => undefined);
  if (wish !== code || !later) return;
  rest = later;
  for (const one of told) one();
}

/** Says when another language is spoken. */
export const onSpeak = (tell: () => void): void => void told.push(tell);

const KEPT = "language";

/** The language of the first screen: what was last spoken on this device, or else what its browser asks for. */
export const firstLanguage = (): string => {
  const kept = quietly(() => localStorage.getItem(KEPT), null);
  return ours(kept ? [kept] : quietly(() => navigator.languages, []));
};

/** For the next start of this device, and for the page that shows when the app does not begin. */
export const keepLanguage = (language: string): void => quietly(() => localStorage.setItem(KEPT, language), undefined);
