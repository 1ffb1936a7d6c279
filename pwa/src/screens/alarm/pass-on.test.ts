import { describe, expect, it } from "vitest";
import type { Alarm } from "../../api/types";
import { alarmOf } from "../../testing";
import { checkPassOn, toNobody, whoElse } from "./pass-on";

const fatima = { id: "fatima", name: "Fatima" };
const karin = { id: "karin", name: "Karin" };
const ali = { id: "ali", name: "Ali" };

describe("passing an alarm on", () => {
  it("is offered to whom the server can ask, who was told of it first", () => {
    const told = [
      { person: karin, level: "manager" },
      { person: fatima, level: "colleague" },
    ] as Alarm["told"];
    const people = whoElse(alarmOf({ told }), [ali, fatima], "karin");
    expect(people.map(({ id }) => id)).toEqual(["fatima", "ali"]);
  });

  it("is without an answer offered to who was told: not to those inside, who has it, or oneself", () => {
    const jan = { id: "jan", name: "Jan de Wit" };
    const told = [
      { person: jan, level: "worker" },
      { person: { id: "sven", name: "Sven, die meegaat" }, level: "worker" },
      { person: karin, level: "manager" },
      { person: fatima, level: "colleague" },
      { person: ali, level: "colleague" },
      { person: ali, level: "manager" },
    ] as Alarm["told"];
    const people = whoElse(alarmOf({ told, acknowledgedBy: fatima }), null, "karin");
    expect(people.map(({ id }) => id)).toEqual(["ali"]);
  });

  it("goes to somebody who was chosen", () => {
    expect(checkPassOn(toNobody)).toEqual({ errors: { personId: "choose" }, body: null });
    expect(checkPassOn({ personId: "ali" })).toEqual({ errors: {}, body: "ali" });
  });
});
