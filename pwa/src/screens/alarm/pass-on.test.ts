import { describe, expect, it } from "vitest";
import type { Alarm } from "../../api/types";
import { alarmOf } from "../../testing";
import { checkPassOn, toNobody, whoElse } from "./pass-on";

const fatima = { id: "fatima", name: "Fatima" };
const karin = { id: "karin", name: "Karin" };
const ali = { id: "ali", name: "Ali" };

describe("passing an alarm on", () => {
  it("is offered to who was told and to the colleagues, each once; not to oneself or the worker", () => {
    const told = [{ person: karin }, { person: fatima }] as Alarm["told"];
    const alarm = alarmOf({ told });
    const people = whoElse(alarm, [fatima, ali, { id: "jan", name: "Jan de Wit" }], "karin");
    expect(people.map(({ id }) => id)).toEqual(["fatima", "ali"]);
  });

  it("goes to somebody who was chosen", () => {
    expect(checkPassOn(toNobody)).toEqual({ errors: { personId: "choose" }, body: null });
    expect(checkPassOn({ personId: "ali" })).toEqual({ errors: {}, body: "ali" });
  });
});
