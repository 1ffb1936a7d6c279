import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import type { Visit, VisitList } from "../api/types";
import { forgetEverything } from "../storage/database";
import { session } from "../session/session";
import { jan, visitOf } from "../testing";
import { accept, forgetVisits, refreshVisits, restoreVisits, visits } from "./visits";

const early = "2026-11-23T13:00:00.000Z";
const late = "2026-11-23T13:00:05.000Z";
const list = (asOf: string, ...all: Visit[]): VisitList => ({ more: false, asOf, visits: all });
const states = () => visits.get().all.map(({ id, state }) => `${id} ${state}`);

let mono: number;
const passes = (seconds: number) => (mono += seconds * 1000);
/** What the server says to the next question about the list, once the test lets it. */
let answers: ((list: VisitList) => void)[];
let alone: Record<string, Visit>;
const answer = async (which: number, said: VisitList, asked: Promise<void>) => {
  answers[which]?.(said);
  await asked;
};
const asks = async () => {
  const before = answers.length;
  const asked = refreshVisits();
  await vi.waitFor(() => expect(answers).toHaveLength(before + 1));
  passes(1);
  return asked;
};
const hears = async (said: VisitList) => {
  const before = answers.length;
  const asked = refreshVisits();
  await vi.waitFor(() => expect(answers).toHaveLength(before + 1));
  passes(1);
  await answer(before, said, asked);
  passes(1);
};

beforeEach(async () => {
  await forgetEverything();
  mono = performance.now();
  passes(1);
  forgetVisits();
  answers = [];
  alone = {};
  vi.spyOn(performance, "now").mockImplementation(() => mono);
  vi.spyOn(api, "myVisits").mockImplementation(() => new Promise((done) => answers.push(done)));
  vi.spyOn(api, "visit").mockImplementation(async (id) => alone[id] as Visit);
});
afterEach(() => {
  vi.restoreAllMocks();
  forgetVisits();
});

describe("what the server said last", () => {
  it("wins, whichever answer came in last: of two that were asked at once, the later one", async () => {
    const pressed = mono;
    passes(1);
    await hears(list(early, visitOf({ asOf: early })));
    accept(visitOf({ asOf: late, state: "ended" }), pressed);
    expect(states()).toEqual(["v ended"]);
    accept(visitOf({ asOf: early }), pressed);
    expect(states()).toEqual(["v ended"]);
  });

  it("is not overwritten by a list that was made before it", async () => {
    await hears(list(early, visitOf({ asOf: early, state: "planned" })));
    void asks();
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    const pressed = mono;
    accept(visitOf({ asOf: late }), pressed);
    accept(visitOf({ id: "new", asOf: late }), pressed);
    answers[1]?.(list(early, visitOf({ asOf: early, state: "planned" })));
    await vi.waitFor(() => expect(visits.get().asOf).toBe(early));
    await Promise.resolve();
    expect(states()).toEqual(["v under_way", "new under_way"]);
  });

  it("drops what a newer list no longer has", async () => {
    await hears(list(early, visitOf({ asOf: early })));
    alone["v"] = visitOf({ asOf: late, state: "ended" });
    await hears(list(late));
    await hears(list(late));
    expect(states()).toEqual([]);
  });

  it("is not an older list that comes in after a newer one: it brings back nothing that is over", async () => {
    await hears(list(early, visitOf({ asOf: early })));
    const first = asks();
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    const second = asks();
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    alone["v"] = visitOf({ asOf: late, state: "ended" });
    passes(1);
    answers[2]?.(list(late));
    await second.then((asked) => asked);
    passes(1);
    answers[1]?.(list(early, visitOf({ asOf: early })));
    await first.then((asked) => asked);
    expect(states()).not.toContain("v under_way");
  });
});

describe("an answer about one visit", () => {
  it("leaves the visits in their order", async () => {
    await hears(list(early, visitOf({ asOf: early }), visitOf({ id: "w", asOf: early })));
    accept(visitOf({ asOf: late, state: "ended" }), mono);
    expect(states()).toEqual(["v ended", "w under_way"]);
  });
});

describe("a server whose clock is set back by ten minutes", () => {
  const before = "2026-11-23T13:10:00.000Z";
  const since = "2026-11-23T13:00:01.000Z";

  it("is believed when it says that a visit that was pressed to its end is over", async () => {
    await hears(list(before, visitOf({ asOf: before })));
    accept(visitOf({ asOf: since, state: "ended" }), mono);
    expect(states()).toEqual(["v ended"]);
    passes(1);
    await hears(list(since));
    expect(states()).toEqual([]);
  });

  it("is believed when a visit that somebody else ended is in no list any more", async () => {
    await hears(list(before, visitOf({ asOf: before })));
    alone["v"] = visitOf({ asOf: since, state: "ended" });
    await hears(list(since));
    expect(states()).not.toContain("v under_way");
    await hears(list(since));
    expect(states()).toEqual([]);
  });

  it("has nothing more of a plan that became a colleague's, also where one may read theirs", async () => {
    session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });
    await hears(list(early, visitOf({ asOf: early, state: "planned" })));
    alone["v"] = visitOf({ asOf: late, state: "planned", worker: { id: "ali", name: "Ali Demir", phone: null } });
    await hears(list(early));
    expect(states()).toEqual([]);
    session.set({ state: "unknown" });
  });

  it("is believed before what this phone kept of an earlier page", async () => {
    await hears(list(before, visitOf({ asOf: before })));
    await vi.waitFor(async () => {
      forgetVisits();
      await restoreVisits();
      expect(states()).toEqual(["v under_way"]);
    });
    passes(1);
    await hears(list(since, visitOf({ asOf: since, expectedEnd: "2026-11-23T14:40:00Z" })));
    expect(visits.get().all.map(({ expectedEnd }) => expectedEnd)).toEqual(["2026-11-23T14:40:00Z"]);
  });

  it("says how the visit is now: an end that was moved shows", async () => {
    await hears(list(before, visitOf({ asOf: before })));
    await hears(list(since, visitOf({ asOf: since, expectedEnd: "2026-11-23T14:40:00Z" })));
    expect(visits.get().all.map(({ expectedEnd }) => expectedEnd)).toEqual(["2026-11-23T14:40:00Z"]);
  });
});

describe("somebody else who has this phone now", () => {
  it("sees nothing that was asked for before they had it", async () => {
    void asks();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    forgetVisits();
    answers[0]?.(list(early, visitOf({ asOf: early })));
    await new Promise((done) => setTimeout(done, 20));
    expect(states()).toEqual([]);
  });
});
