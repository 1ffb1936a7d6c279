import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "../session/session";
import { jan, visitOf } from "../testing";
import { visits } from "../visits/visits";
import { keepShell, newVersion } from "./update";

const HOUR = 3_600_000;
const before = visits.get();
let update: ReturnType<typeof vi.fn>;

const settled = () => vi.advanceTimersByTimeAsync(0);
const returns = () => document.dispatchEvent(new Event("visibilitychange"));

beforeEach(async () => {
  vi.useFakeTimers();
  update = vi.fn(() => Promise.resolve());
  const workers = Object.assign(new EventTarget(), { controller: {}, register: () => Promise.resolve({ update }) });
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { serviceWorker: workers }));
  session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });
  keepShell();
  await settled();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  session.set({ state: "unknown" });
  visits.set(before);
  newVersion.set(false);
});

describe("a newer version of the app", () => {
  it("is looked for each hour and at every return", async () => {
    expect(update).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(update).toHaveBeenCalledTimes(1);
    returns();
    expect(update).toHaveBeenCalledTimes(2);
  });

  it("is not looked for during a visit, and is after it", async () => {
    visits.set({ ...before, all: [visitOf()] });
    await vi.advanceTimersByTimeAsync(HOUR);
    returns();
    expect(update).not.toHaveBeenCalled();
    visits.set({ ...before, all: [visitOf({ state: "ended" })] });
    returns();
    expect(update).toHaveBeenCalledTimes(1);
  });
});
