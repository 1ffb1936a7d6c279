import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import { NotHeard, Problem } from "../api/problem";
import { jan, protocol, visitOf } from "../testing";
import { beginVisits, firstVisits, forgetVisits, nextVisits, refreshVisits } from "../visits/visits";
import { askTogether, session } from "./session";

const LATELY = 5_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(api, "protocol").mockResolvedValue(protocol);
  vi.spyOn(api, "colleagues").mockResolvedValue([]);
});

afterEach(async () => {
  await vi.advanceTimersByTimeAsync(LATELY);
  vi.useRealTimers();
  vi.restoreAllMocks();
  session.set({ state: "unknown" });
  forgetVisits();
});

describe("who is here", () => {
  it("is asked once, also when the first screen is drawn late, and again later", async () => {
    const me = vi.spyOn(api, "me").mockResolvedValue(jan);
    await Promise.all([askTogether(), askTogether()]);
    await askTogether();
    expect(me).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(LATELY);
    await askTogether();
    expect(me).toHaveBeenCalledTimes(2);
  });

  it("is asked again at once after silence", async () => {
    const me = vi.spyOn(api, "me").mockRejectedValueOnce(new NotHeard("network")).mockResolvedValue(jan);
    session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });
    expect(await askTogether()).toBe(false);
    expect(await askTogether()).toBe(true);
    expect(me).toHaveBeenCalledTimes(2);
  });

  it("is asked while this device still reads what it knows, which is shown first", async () => {
    let read: () => void = () => undefined;
    const known = new Promise<void>((done) => {
      read = done;
    });
    const me = vi.spyOn(api, "me").mockRejectedValue(new NotHeard("network"));
    const asked = askTogether(known);
    expect(me).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(session.get().state).toBe("unknown");
    session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });
    read();
    expect(await asked).toBe(false);
    expect(session.get().state).toBe("signed-in");
  });

  it("is heard also when it is nobody", async () => {
    vi.spyOn(api, "me").mockRejectedValue(new Problem(401, "nobody", ""));
    expect(await askTogether()).toBe(true);
  });
});

describe("visits that were begun with", () => {
  const list = { more: false, asOf: "2026-11-23T13:00:00Z", visits: [visitOf()] };

  it("are not asked twice by the first screen, and are by the second question", async () => {
    const asked = vi.spyOn(api, "myVisits").mockResolvedValue(list);
    beginVisits();
    await nextVisits();
    expect(asked).toHaveBeenCalledTimes(1);
    await nextVisits();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("come before what only stands beside them, for three seconds", async () => {
    let answer: (it: typeof list) => void = () => undefined;
    vi.spyOn(api, "myVisits").mockReturnValue(new Promise((done) => (answer = done)));
    const beside = vi.fn();
    void firstVisits().then(beside);
    await vi.advanceTimersByTimeAsync(0);
    expect(beside).toHaveBeenCalledTimes(1); // nobody began
    beginVisits();
    void firstVisits().then(beside);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(beside).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(beside).toHaveBeenCalledTimes(2);
    answer(list);
    await nextVisits();
    await firstVisits();
  });

  it("say to the first screen that they failed", async () => {
    vi.spyOn(api, "myVisits").mockRejectedValueOnce(new NotHeard("network")).mockResolvedValue(list);
    beginVisits();
    await expect(nextVisits()).rejects.toThrow("network");
    await nextVisits();
  });

  it("are no answer to what was pressed meanwhile", async () => {
    const asked = vi.spyOn(api, "myVisits").mockResolvedValue(list);
    beginVisits();
    await refreshVisits();
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
