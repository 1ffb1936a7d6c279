// The notification of the computer: it goes when nobody needs to look any more, and its press loads no page.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LoudAlarm } from "../api/types";

class Shown {
  static permission = "granted";
  static all: Shown[] = [];
  onclick: () => void = () => undefined;
  close = vi.fn();
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    Shown.all.push(this);
  }
}

const loud = (id: string) =>
  ({ id, cause: "panic", worker: { name: "Jan de Wit" }, pressedBy: null, acknowledgedBy: null }) as LoudAlarm;

beforeEach(() => {
  Shown.all = [];
  vi.resetModules();
  vi.stubGlobal("Notification", Shown);
});

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

it("goes when somebody has the alarm, or it is over, and stays of the others", async () => {
  const { notify, withdraw } = await import("./notify");
  notify(loud("a"));
  notify(loud("b"));
  withdraw([loud("b")]);
  expect(Shown.all.map((one) => one.close.mock.calls.length)).toEqual([1, 0]);
  withdraw([]);
  expect(Shown.all.map((one) => one.close.mock.calls.length)).toEqual([1, 1]);
});

it("opens the alarm without loading the page anew", async () => {
  const { notify } = await import("./notify");
  const heard = vi.fn();
  window.addEventListener("popstate", heard, { once: true });
  vi.spyOn(window, "focus").mockImplementation(() => undefined);
  notify(loud("a"));
  Shown.all[0]?.onclick();
  expect([location.pathname, heard.mock.calls.length]).toEqual(["/alarms/a", 1]);
  expect(Shown.all[0]?.close).toHaveBeenCalled();
});
