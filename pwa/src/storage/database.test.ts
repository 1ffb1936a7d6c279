import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { all, write } from "../queue/actions";
import type { Action } from "../queue/action";
import { answers, belongsTo, drafts, forgetEverything } from "./database";

beforeEach(() => forgetEverything());

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

describe("a draft", () => {
  afterEach(() => void vi.useRealTimers());

  it("outlives a weekend, and no week in which nobody touched it", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    await drafts.keep("old", "a");
    await drafts.keep("touched", "b");
    vi.setSystemTime(4 * 86_400_000);
    expect(await drafts.find("old")).toBe("a");
    await drafts.keep("touched", "c");
    vi.setSystemTime(8 * 86_400_000);
    await drafts.forgetOld();
    expect([await drafts.find("old"), await drafts.find("touched")]).toEqual([null, "c"]);
  });
});
