// Who was told, person by person: what became of each message, and what they pressed. Pure.
import type { Alarm, Told } from "../../api/types";
import { t } from "../../texts/later";

export interface PersonTold {
  id: string;
  name: string;
  /** When they were told first. */
  since: string;
  /** How it stands with them: what they pressed, or else how far the best message came. */
  state: string;
  tone: "watched" | "soon" | "plain";
  messages: Told[];
}

const FAR: Told["state"][] = ["failed", "cancelled", "pending", "sending", "sent", "delivered"];

/** What became of a message, in the words of its channel: a call rings, a text arrives. */
export const becameOf = (told: Pick<Told, "channel" | "state">): string =>
  (told.channel === "call" ? t.alarm.calls : t.alarm.deliveries)[told.state];

/** One line for each person, in the order in which they were told. */
export function peopleTold({ told, timeline }: Pick<Alarm, "told" | "timeline">): PersonTold[] {
  const people = new Map<string, Told[]>();
  for (const one of told) people.set(one.person.id, [...(people.get(one.person.id) ?? []), one]);
  return [...people.values()]
    .map((messages) => {
      const ordered = [...messages].sort((a, b) => Date.parse(a.toldAt) - Date.parse(b.toldAt));
      const [first] = ordered as [Told, ...Told[]];
      const pressed = (timeline ?? [])
        .filter((line) => line.by?.id === first.person.id && line.kind in t.alarm.pressed)
        .reduce<string | null>((_, line) => line.kind, null);
      const best = ordered.reduce((a, b) => (FAR.indexOf(b.state) >= FAR.indexOf(a.state) ? b : a));
      const well = pressed ? pressed !== "declined" : best.state === "delivered";
      const tone: PersonTold["tone"] = well
        ? "watched"
        : pressed === "declined" || best.state === "failed"
          ? "soon"
          : "plain";
      return {
        id: first.person.id,
        name: first.person.name,
        since: first.toldAt,
        state: pressed ? (t.alarm.pressed[pressed] ?? pressed) : becameOf(best),
        tone,
        messages: ordered,
      };
    })
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
}
