// What comes after the start says otherwise in Flemish; all the rest is Dutch.
import type { Later } from ".";
import { nlLaterOf } from "./nl-later";

export const nlBeLaterOf = (manager: string): Later => {
  const nl = nlLaterOf(manager);
  return {
    ...nl,
    companions: { ...nl.companions, phone: "Gsm of telefoon (niet verplicht)" },
    signIns: {
      ...nl.signIns,
      lost: "Gsm kwijt?",
      lostText:
        "Belt een collega dat de gsm weg is? Log hem hier uit. Loopt er een bezoek, dan letten we door. Wie de gsm heeft, ziet niets meer.",
      lostDone: (name: string) => `De gsm van ${name} is uitgelogd.`,
    },
    maps: { ...nl.maps, phone: "Plaats van de gsm" },
    board: {
      ...nl.board,
      goneText: `Bel op de tijd die erbij staat. Neemt iemand niet op, bel dan de ${manager}. Alarmen komen misschien nog per sms en telefoon. Verwittig je beheerder. Zodra er weer antwoord komt, zie je het bord.`,
      clockLateText: (time: string | null) =>
        `Herinneringen en alarmen gaan nu niet vanzelf${time ? `, het laatst om ${time}` : ""}. Bel zelf wie op pad is, en verwittig je beheerder.`,
    },
    preflight: {
      ...nl.preflight,
      allGood: "Alles werkt op deze gsm.",
      clock: {
        ...nl.preflight.clock,
        good: "De klok van je gsm loopt goed.",
        off: (minutes: number) => nl.preflight.clock.off(minutes).replace("telefoon", "gsm"),
      },
      number: { ...nl.preflight.number, name: "Gsm-nummer" },
    },
    roles: { ...nl.roles, registrar: "Preventieadviseur", hr: "Personeelsdienst", reception: "Onthaal" },
    people: { ...nl.people, phone: "Gsm of telefoon" },
    measures: { ...nl.measures, kind: { ...nl.measures.kind, received_at_police: "Ontvangst op het politiekantoor" } },
    cards: { ...nl.cards, who: { ...nl.cards.who, hr: "Personeelsdienst", reception: "Onthaal" } },
    police: { ...nl.police, station: "Politiekantoor" },
  };
};
