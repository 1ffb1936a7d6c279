// What the start says otherwise in Flemish; all the rest is Dutch.
import type { Texts } from ".";
import { reworded } from "./grammar";
import { nlOf } from "./nl";

/** A telephone in a pocket is a gsm in Flanders; what one is called by, or talks by, is a telephone there too. */
export const gsm = (text: string): string =>
  text
    .replace(/(aan )?\b(de|je|jouw|deze|nieuwere) telefoon\b/gi, (all, by, which) => (by ? all : `${which} gsm`))
    .replace(/^Telefoon (kwijt|weg|was)/, "Gsm $1")
    .replace(/^(\d+) telefoon(s?) /, (_, n, several) => `${n} gsm${several && "'s"} `);

export const nlBeOf = (manager: string): Texts => {
  const nl = reworded(nlOf(manager), gsm);
  return {
    ...nl,
    locale: "nl-BE",
    risk: { ...nl.risk, advice: { ...nl.risk.advice, pairs: "Ga met twee" } },
    address: {
      ...nl.address,
      city: "Gemeente",
      cityOptional: "Gemeente (niet verplicht)",
      townWhy: "Bij een alarm wordt dit adres voorgelezen. Zonder gemeente vindt de hulp het niet.",
      searchHint: {
        NL: "Postcode en nummer, of straat en plaats. Zelf invullen mag ook.",
        BE: "Straat, nummer en gemeente. Zelf invullen mag ook.",
      },
    },
    checkIn: { ...nl.checkIn, alone: "Je gaat alleen, maar het advies is met twee. Kies wie meegaat." },
    wrong: { ...nl.wrong, town: "Vul de gemeente in" },
  };
};
