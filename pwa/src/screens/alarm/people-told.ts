// Who was told, person by person: what became of each message, and what they pressed. Pure.
import type { Alarm, Told } from "../../api/types";
import { becameOf } from "../../alarms/became-of";
import { toldBy } from "../../desk/state";
import { t } from "../../texts/later";

export interface PersonTold {
  id: string;
  name: string;
  /** When they were told first. */
  since: string;
  /** How it stands with them: what they pressed, or else how far the best message came. */
  state: string;
  /** Since when it stands so. */
  at: string;
  tone: "watched" | "soon" | "plain";
  /** What was done to reach them and what they pressed, as it happened. */
  steps: Step[];
}

export interface Step {
  at: string;
  text: string;
}

const FAR: Told["state"][] = ["failed", "cancelled", "pending", "sending", "sent", "delivered"];

/** How far it came. A telephone that was answered, by somebody or by a voicemail, came further than any text. */
const far = (one: Told): number => (one.pickedUpAt ? FAR.length : FAR.indexOf(one.state));

/** That they were told, and what is known since. Of a call that was answered nothing more is: it ended, somehow. */
function stepsOf(told: Told, number: string): Step[] {
  const steps = [{ at: told.toldAt, text: toldBy(told, number) }];
  if (told.pickedUpAt) return [...steps, { at: told.pickedUpAt, text: t.alarm.pickedUp }];
  return [...steps, { at: told.at, text: becameOf(told) }];
}

/** One line for each person, in the order in which they were told. */
export function peopleTold({
  told,
  timeline,
  emergencyNumber,
}: Pick<Alarm, "told" | "timeline" | "emergencyNumber">): PersonTold[] {
  const people = new Map<string, Told[]>();
  for (const one of told) people.set(one.person.id, [...(people.get(one.person.id) ?? []), one]);
  return [...people.values()]
    .map((messages) => {
      const ordered = [...messages].sort((a, b) => Date.parse(a.toldAt) - Date.parse(b.toldAt));
      const [first] = ordered as [Told, ...Told[]];
      const presses = (timeline ?? [])
        .filter((line) => line.by?.id === first.person.id && line.kind in t.alarm.pressed)
        .map((line) => ({ kind: line.kind, at: line.at, text: t.alarm.pressed[line.kind] ?? line.kind }));
      const pressed = presses[presses.length - 1];
      const best = ordered.reduce((a, b) => (far(b) >= far(a) ? b : a));
      const well = pressed ? pressed.kind !== "declined" : best.state === "delivered" || Boolean(best.pickedUpAt);
      const tone: PersonTold["tone"] = well
        ? "watched"
        : pressed?.kind === "declined" || best.state === "failed"
          ? "soon"
          : "plain";
      return {
        id: first.person.id,
        name: first.person.name,
        since: first.toldAt,
        state: pressed ? pressed.text : becameOf(best),
        at: pressed?.at ?? best.pickedUpAt ?? best.at,
        tone,
        // Within one moment the order in which they are: told before it arrived, and pressed last.
        steps: [...ordered.flatMap((one) => stepsOf(one, emergencyNumber)), ...presses].sort(
          (a, b) => Date.parse(a.at) - Date.parse(b.at),
        ),
      };
    })
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
}
