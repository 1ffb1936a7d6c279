import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { panic, type Panic } from "../panic/panic";
import { session } from "../session/session";
import { alarmOf, jan, visitOf } from "../testing";
import { visits } from "../visits/visits";
import { keepShell, newVersion } from "./update";

const HOUR = 3_600_000;
const FIRST_SCREEN = 3_000;
const before = visits.get();
let update: ReturnType<typeof vi.fn>;
let register: ReturnType<typeof vi.fn>;

const returns = () => document.dispatchEvent(new Event("visibilitychange"));

beforeEach(async () => {
  vi.useFakeTimers();
  update = vi.fn(() => Promise.resolve());
  register = vi.fn(() => Promise.resolve({ update }));
  const workers = Object.assign(new EventTarget(), { controller: {}, register });
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { serviceWorker: workers }));
  session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });
  keepShell(Promise.resolve());
  await vi.advanceTimersByTimeAsync(FIRST_SCREEN);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  session.set({ state: "unknown" });
  visits.set(before);
  panic.set(null);
  newVersion.set(false);
});

describe("the shell", () => {
  it("is kept after the first screen, also when nobody could say who is here", async () => {
    let said: (none: null) => void = () => undefined;
    register.mockClear();
    keepShell(new Promise((done) => (said = done)));
    await vi.advanceTimersByTimeAsync(FIRST_SCREEN);
    expect(register).not.toHaveBeenCalled();
    said(null);
    await vi.advanceTimersByTimeAsync(FIRST_SCREEN - 1);
    expect(register).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(register).toHaveBeenCalledTimes(1);
  });
});

describe("a newer version of the app", () => {
  it("is looked for each hour and at every return", async () => {
    expect(update).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(update).toHaveBeenCalledTimes(1);
    returns();
    expect(update).toHaveBeenCalledTimes(2);
  });

  it("is known of by a page that was there before any was kept", () => {
    const workers = Object.assign(new EventTarget(), { controller: null, register });
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { serviceWorker: workers }));
    keepShell(Promise.resolve());
    workers.dispatchEvent(new Event("controllerchange"));
    expect(newVersion.get()).toBe(false);
    workers.dispatchEvent(new Event("controllerchange"));
    expect(newVersion.get()).toBe(true);
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

  it("is not looked for during a noodknop of one's own, and is once that is over", () => {
    const pressed = { alarmId: "a", visitId: null, sent: true, hidden: true } as Panic;
    panic.set({ ...pressed, alarm: alarmOf({ cause: "panic" }) });
    returns();
    expect(update).not.toHaveBeenCalled();
    panic.set({ ...pressed, alarm: alarmOf({ cause: "panic", resolvedAt: "2026-11-23T13:50:00Z" }) });
    returns();
    expect(update).toHaveBeenCalledTimes(1);
  });
});
