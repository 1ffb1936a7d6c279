// What comes after the start says otherwise in Flemish; all the rest is Dutch.
import type { Later } from ".";
import { nlLaterOf } from "./nl-later";

export const nlBeLaterOf = (manager: string): Later => {
  const nl = nlLaterOf(manager);
  return {
    ...nl,
    board: { ...nl.board, goneText: nl.board.goneText.replace("Waarschuw je beheerder", "Verwittig je beheerder") },
    roles: { ...nl.roles, registrar: "Preventieadviseur", hr: "Personeelsdienst" },
    people: { ...nl.people, phone: "Gsm of telefoon" },
    measures: { ...nl.measures, kind: { ...nl.measures.kind, received_at_police: "Ontvangst op het politiekantoor" } },
    cards: { ...nl.cards, who: { ...nl.cards.who, hr: "Personeelsdienst" } },
  };
};
