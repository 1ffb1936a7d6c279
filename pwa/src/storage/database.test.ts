import { beforeEach, describe, expect, it } from "vitest";
import { all, write } from "../queue/actions";
import type { Action } from "../queue/action";
import { answers, belongsTo, drafts, forgetEverything } from "./database";

beforeEach(forgetEverything);

describe("a phone that goes from hand to hand", () => {
  it("shows nothing of whoever had it before, and keeps what they pressed", async () => {
    expect(await belongsTo("jan")).toBe(false);
    await answers.keep("visits", ["Dorpsstraat 12"], 0);
    await drafts.keep("incident:none", { description: "x" });
    await write({ key: "k", personId: "jan", kind: "check-out", pressed: { wall: 1 } } as Action);

    expect(await belongsTo("jan")).toBe(false);
    expect(await answers.last("visits")).not.toBeNull();

    expect(await belongsTo("ali")).toBe(true);
    expect(await answers.last("visits")).toBeNull();
    expect(await drafts.find("incident:none")).toBeNull();
    expect((await all()).map((action) => action.key)).toEqual(["k"]);
  });

  it("has forgotten everything after signing out", async () => {
    await belongsTo("jan");
    await answers.keep("me", {}, 0);
    await write({ key: "k", personId: "jan", pressed: { wall: 1 } } as Action);
    await forgetEverything();
    expect(await answers.last("me")).toBeNull();
    expect(await all()).toEqual([]);
  });
});
