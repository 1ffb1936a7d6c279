// What the start says otherwise in Flemish; all the rest is Dutch.
import type { Texts } from ".";
import { nlOf } from "./nl";

export const nlBeOf = (manager: string): Texts => {
  const nl = nlOf(manager);
  return {
    ...nl,
    locale: "nl-BE",
    address: {
      ...nl.address,
      city: "Gemeente",
      cityOptional: "Gemeente (niet verplicht)",
      townWhy: "Bij een alarm wordt dit adres voorgelezen. Zonder gemeente vindt de hulp het niet.",
    },
    wrong: { ...nl.wrong, town: "Vul de gemeente in" },
  };
};
