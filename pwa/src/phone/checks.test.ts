import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import { NotHeard } from "../api/problem";
import { answered } from "../api/request";
import { jan } from "../testing";
import { deviceClock } from "../time/clock";
import { failsOnTheWay, runChecks, type Check } from "./checks";

const check = (what: Check["what"], more: Partial<Check> = {}): Check => ({
  what,
  name: what,
  good: false,
  text: "",
  ...more,
});

it("says the gravest first, and nothing of what can wait", () => {
  const found = failsOnTheWay([
    check("pin"),
    check("location", { grave: 6 }),
    check("battery", { grave: 4, good: true }),
    check("network", { grave: 1 }),
    check("notifications"),
  ]);
  expect(found.map(({ what }) => what)).toEqual(["network", "location"]);
});

describe("the network", () => {
  afterEach(() => {
    answered.set(null);
    vi.restoreAllMocks();
  });
  const network = async () => (await runChecks(jan)).find(({ what }) => what === "network");

  it("is not tried once more when the server answered just now, and its slowness is told", async () => {
    const me = vi.spyOn(api, "me").mockResolvedValue(jan);
    answered.set({ at: deviceClock.read(), took: 4_000 });
    expect(await network()).toMatchObject({ good: false });
    answered.set({ at: deviceClock.read(), took: 40 });
    expect(await network()).toMatchObject({ good: true });
    expect(me).not.toHaveBeenCalled();
  });

  it("is tried when the last answer is older", async () => {
    const me = vi.spyOn(api, "me").mockRejectedValue(new NotHeard("network"));
    const { mono, wall } = deviceClock.read();
    answered.set({ at: { mono: mono - 6_000, wall: wall - 6_000 }, took: 40 });
    expect(await network()).toMatchObject({ good: false, grave: 1 });
    expect(me).toHaveBeenCalledTimes(1);
  });
});

describe("the number", () => {
  afterEach(() => vi.restoreAllMocks());
  const number = async (me: typeof jan) => {
    vi.spyOn(api, "me").mockResolvedValue(jan);
    return failsOnTheWay(await runChecks(me)).find(({ what }) => what === "number");
  };

  it("that was never tested is said before one goes, and once it was no more", async () => {
    expect(await number({ ...jan, phone: "+31612345678", numberVerifiedAt: null })).toBeDefined();
    expect(await number({ ...jan, phone: "+31612345678", numberVerifiedAt: "2026-11-01T10:00:00Z" })).toBeUndefined();
    expect(await number({ ...jan, phone: null, numberVerifiedAt: null })).toMatchObject({ grave: 2 });
  });
});

describe("the shell", () => {
  const keeps = (kept: Partial<ServiceWorkerRegistration> | undefined) => {
    const never = new Promise<never>(() => undefined);
    const serviceWorker = { ready: never, getRegistration: async () => kept };
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { serviceWorker }));
  };
  const offline = async () => {
    const found = runChecks(jan);
    await vi.advanceTimersByTimeAsync(20_000);
    return (await found).find(({ what }) => what === "offline");
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    answered.set({ at: deviceClock.read(), took: 40 });
  });
  afterEach(() => {
    answered.set(null);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is not said to be missing while a slow network still brings it", async () => {
    keeps({ installing: {} as ServiceWorker });
    expect(await offline()).toBeUndefined();
  });

  it("is said to be missing when nothing brings it", async () => {
    keeps(undefined);
    expect(await offline()).toMatchObject({ good: false, grave: 5 });
  });
});
