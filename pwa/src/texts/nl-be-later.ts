// What comes after the start says otherwise in Flemish; all the rest is Dutch.
import type { Later } from ".";
import { reworded } from "./grammar";
import { gsm } from "./nl-be";
import { nlLaterOf } from "./nl-later";

export const nlBeLaterOf = (manager: string): Later => {
  const nl = reworded(nlLaterOf(manager), gsm);
  return {
    ...nl,
    companions: { ...nl.companions, phone: "Gsm of telefoon (niet verplicht)" },
    walletCard: {
      ...nl.walletCard,
      text: "Geen app of geen internet? Sms of bel het nummer van Achterwacht. Druk dit kaartje af voor in je portefeuille.",
      print: "Kaartje voor je portefeuille (pdf)",
    },
    maps: { ...nl.maps, phone: "Plaats van de gsm" },
    board: {
      ...nl.board,
      goneText: `Bel op de tijd die erbij staat. Neemt iemand niet op, bel dan de ${manager}. Alarmen komen misschien nog per sms en telefoon. Verwittig je beheerder. Zodra er weer antwoord komt, zie je het bord.`,
      clockLateText: (time: string | null) =>
        `Herinneringen en alarmen gaan nu niet vanzelf${time ? `, het laatst om ${time}` : ""}. Bel zelf wie op pad is, en verwittig je beheerder.`,
    },
    preflight: { ...nl.preflight, number: { ...nl.preflight.number, name: "Gsm-nummer" } },
    guard: { ...nl.guard, what: nl.guard.what.replace("meldkamer", "alarmcentrale") },
    handOver: {
      ...nl.handOver,
      called: "Gebeld met de noodcentrale",
      reference: "Kenmerk van de noodcentrale",
    },
    roles: {
      ...nl.roles,
      registrar: "Preventieadviseur",
      hr: "Personeelsdienst",
      reception: "Onthaal",
      privacy_officer: "Functionaris voor gegevensbescherming (DPO)",
    },
    people: {
      ...nl.people,
      phone: "Gsm of telefoon",
      file: { ...nl.people.file, what: { ...nl.people.file.what, phone: "gsm-nummer" } },
    },
    form: {
      ...nl.form,
      employment: "Soort contract",
      fields: { ...nl.form.fields, employment: "Soort contract" },
    },
    measures: { ...nl.measures, kind: { ...nl.measures.kind, received_at_police: "Ontvangst op het politiekantoor" } },
    cards: { ...nl.cards, who: { ...nl.cards.who, hr: "Personeelsdienst", reception: "Onthaal" } },
    police: { ...nl.police, station: "Politiekantoor" },
  };
};
