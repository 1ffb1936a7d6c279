// What the start says otherwise in Flemish; all the rest is Dutch.
import type { Texts } from ".";
import { and, nl } from "./nl";

export const nlBe: Texts = {
  ...nl,
  locale: "nl-BE",
  risk: {
    ...nl.risk,
    sameBuilding: "In dit gebouw, of op een adres dat hier erg op lijkt, is iets bekend. Vraag je leidinggevende.",
  },
  address: {
    ...nl.address,
    city: "Gemeente",
    cityOptional: "Gemeente (niet verplicht)",
    townWhy: "Bij een alarm wordt dit adres voorgelezen. Zonder gemeente vindt de hulp het niet.",
  },
  wrong: { ...nl.wrong, town: "Vul de gemeente in" },
  beforehand: {
    ...nl.beforehand,
    pairWait: (names: string[]) => `Wacht op ${and(names)}, verzet het bezoek, of bel je leidinggevende.`,
    askManager: "Vraag de leidinggevende of je alleen mag",
    managerAsked: "Je leidinggevende is gevraagd of je alleen mag. Je krijgt een sms.",
  },
  trouble: {
    ...nl.trouble,
    follows: (pair: boolean, whom: string | null, minutes: number | null) =>
      `${and(
        [
          "Je achterwacht en je leidinggevende krijgen een sms",
          pair && "je gaat niet alleen",
          whom && `je belt eerst ${whom}`,
          minutes !== null && `een collega belt je na ${minutes} minuten`,
        ].filter((part) => typeof part === "string"),
      )}.`,
  },
  fraud: {
    ...nl.fraud,
    asked: "De leidinggevende beslist wie gaat",
    askedText:
      "Er was een fraudeonderzoek. Tot de beslissing kan dit bezoek niet beginnen. Heeft het haast, bel dan je leidinggevende.",
  },
};
