import { describe, expect, it } from "vitest";
import type { IncidentForm } from "../api/types";
import { noAnswers } from "./answers";
import { asksIfItWentOn, countsAttempts, stepsOf, unanswered, unreadable } from "./steps";

const form = (more: Partial<IncidentForm> = {}): IncidentForm => ({
  fields: ["kind", "caused_by", "moment", "measure"],
  several: false,
  classes: false,
  persistent: false,
  extreme: false,
  threatToCome: false,
  witnesses: false,
  behaviours: [{ id: "A", name: "A", attempts: null, persists: false }],
  channels: ["phone"],
  levels: [],
  motives: [],
  expressions: [],
  stalkingLog: [],
  ...more,
});
const nothing = noAnswers("NL");

describe("the steps of a form", () => {
  it("are those that the protocol asks, and no other", () => {
    expect(stepsOf(form(), nothing)).toEqual(["kind", "story", "who", "address", "files", "check"]);
    const more = form({
      fields: ["employee", "employment", "kind", "injury", "damage_personal", "police_report", "aftercare"],
      levels: [{ id: "l", name: "L", attempts: null, persists: false }],
      threatToCome: true,
      witnesses: true,
      stalkingLog: ["datum"],
    });
    expect(stepsOf(more, nothing)).toEqual([
      "kind", "reach", "course", "story", "witnesses", "injury", "damage", "police", "care", "sightings", "employee",
      "employment", "files", "check",
    ]); // biome-ignore format: a list
  });

  it("ask how far it went only where the protocol has words for that, and else only why", () => {
    const word = { id: "m", name: "Frustratie", attempts: null, persists: false };
    expect(stepsOf(form({ motives: [word] }), nothing).slice(0, 2)).toEqual(["kind", "motive"]);
    expect(stepsOf(form({ motives: [word], levels: [word] }), nothing).slice(0, 3)).toEqual(["kind", "reach", "story"]);
  });

  it("go on about what was said at once, also where the form has no such question", () => {
    const told = { ...nothing, damage: true, witnesses: [{ name: "Noor", contact: "", personId: null }] };
    expect(stepsOf(form(), told)).toEqual(expect.arrayContaining(["damage", "witnesses"]));
  });

  it("count attempts only of behaviour of which the protocol says how many", () => {
    const losser = form({
      behaviours: [
        { id: "A", name: "A", attempts: [3, 4], persists: true },
        { id: "D", name: "D", attempts: null, persists: false },
      ],
    });
    const of = (id: string) => ({ ...nothing, behaviours: [{ id, channel: "phone" as const }] });
    expect([of("A"), of("D"), nothing].map((one) => countsAttempts(losser, one))).toEqual([true, false, false]);
    expect(countsAttempts(losser, { ...of("D"), attempts: "3" }), "what was said is not hidden").toBe(true);
  });

  it("ask if it went on only of behaviour that becomes aggression by that", () => {
    const losser = form({
      persistent: true,
      behaviours: [
        { id: "C", name: "C", attempts: null, persists: true },
        { id: "D", name: "D", attempts: null, persists: false },
      ],
    });
    const of = (id: string) => ({ ...nothing, behaviours: [{ id, channel: "phone" as const }] });
    expect([of("C"), of("D"), nothing].map((one) => asksIfItWentOn(losser, one))).toEqual([true, false, false]);
    expect(stepsOf(losser, nothing, of("D"))).not.toContain("course");
    expect(stepsOf(losser, nothing, of("C")), "as soon as it is said what they did").toContain("course");
    expect(asksIfItWentOn(losser, { ...of("D"), persistent: true }), "what was said is not hidden").toBe(true);
  });

  it("name what has no answer, and what can't be read", () => {
    const asked = form({ fields: ["kind", "injury", "aftercare", "further_action"] });
    expect(unanswered(asked, nothing)).toEqual(["kind", "story", "injury", "care"]);
    const typed = {
      ...nothing,
      attempts: "vaak",
      damages: [{ id: null, whose: "employee", what: "Bril", amount: "veel" }],
    };
    expect(unreadable(typed as typeof nothing)).toEqual(["course", "damage"]);
  });
});
