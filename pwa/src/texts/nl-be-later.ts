// What comes after the start says otherwise in Flemish; all the rest is Dutch.
import type { Later } from ".";
import { nlLater } from "./nl-later";

const { board, whereabouts, alarm, drills, roles, roster, relief, people, measures, cards } = nlLater;

export const nlBeLater: Later = {
  ...nlLater,
  board: {
    ...board,
    goneText:
      "Bel op de tijd die erbij staat. Neemt iemand niet op, bel dan de leidinggevende. Alarmen komen misschien nog per sms en telefoon. Verwittig je beheerder. Zodra er weer antwoord komt, zie je het bord.",
  },
  whereabouts: {
    ...whereabouts,
    managers: "Leidinggevenden",
    tasks: {
      ...whereabouts.tasks,
      manager_first: () => "Bel deze collega niet zelf. Bel eerst de leidinggevende.",
    },
  },
  alarm: {
    ...alarm,
    levels: { ...alarm.levels, manager: "leidinggevende" },
    climbed: { ...alarm.climbed, manager: "De leidinggevende is gewaarschuwd" },
  },
  drills: { ...drills, levels: { ...drills.levels, manager: "Leidinggevende" } },
  roles: { ...roles, manager: "Leidinggevende", registrar: "Preventieadviseur", hr: "Personeelsdienst" },
  roster: { ...roster, ranks: { ...roster.ranks, manager: "Leidinggevende" } },
  relief: { ...relief, managers: "De leidinggevende is gewaarschuwd." },
  people: { ...people, phone: "Gsm of telefoon" },
  measures: { ...measures, kind: { ...measures.kind, received_at_police: "Ontvangst op het politiekantoor" } },
  cards: { ...cards, who: { ...cards.who, hr: "Personeelsdienst" } },
};
