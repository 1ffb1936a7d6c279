// The bar above every screen of a desk: the alarm that nobody has yet, also beside the page of another one.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api as own } from "../api/calls";
import { api } from "../api/later";
import type { LoudAlarm } from "../api/types";
import { isBusy, newVersion } from "../app/update";
import { session } from "../session/session";
import { soon } from "../test-soon";
import { Around, fatima } from "../testing";
import { t } from "../texts/later";
import { DeskWatch } from "./DeskBar";
import * as notify from "./notify";
import { watch } from "./watch";

const loud = (id: string, name: string, more: Partial<LoudAlarm> = {}): LoudAlarm =>
  ({
    id,
    cause: "panic",
    level: "colleague",
    worker: { name },
    pressedBy: null,
    address: null,
    openedAt: "2026-11-23T13:31:00Z",
    acknowledgedBy: null,
    drill: false,
    ...more,
  }) as LoudAlarm;

const at = (path: string, alarms: LoudAlarm[], quiet = false) => {
  history.replaceState(null, "", path);
  vi.spyOn(api, "loudAlarms").mockResolvedValue({ alarms } as Awaited<ReturnType<typeof api.loudAlarms>>);
  vi.spyOn(api, "renewSession").mockRejectedValue(new Error("not of interest"));
  return render(
    <Around me={fatima}>
      <DeskWatch quiet={quiet} hidden={false} />
    </Around>,
  );
};

afterEach(() => {
  cleanup();
  newVersion.set(false);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it.each(["/alarms/a", "/alarms/a/hand-over"])("says on %s, that nobody has, that there is another", async (path) => {
  at(path, [loud("a", "Jan de Wit"), loud("b", "Sanne Visser")]);
  const link = await screen.findByRole("link", { name: t.alarm.toAlarm });
  expect(link.getAttribute("href")).toBe("/alarms/b");
  // The one that stands on this page is not counted with those that are elsewhere.
  expect(screen.getByRole("alert").textContent).not.toContain(t.alarm.others(1));
});

it("counts on another page all that it does not name", async () => {
  at("/planning", [loud("a", "Jan de Wit"), loud("b", "Sanne Visser")]);
  expect((await screen.findByRole("alert")).textContent).toContain(t.alarm.others(1));
});

it("says nothing above the page of the only alarm", async () => {
  at("/alarms/a", [loud("a", "Jan de Wit")]);
  await soon(() => expect(watch.get().alarms).toHaveLength(1));
  expect(screen.queryByRole("link", { name: t.alarm.toAlarm })).toBeNull();
});

it("gives the address of a visit that was over as the last one", async () => {
  at("/planning", [loud("a", "Jan de Wit", { address: "Dorpsstraat 12", addressLeft: true })]);
  expect((await screen.findByRole("alert")).textContent).toContain(t.alarm.lastAddress("Dorpsstraat 12"));
});

it("takes away the notification of an alarm that somebody has by now", async () => {
  const withdrawn = vi.spyOn(notify, "withdraw");
  at("/planning", [loud("a", "Jan de Wit"), loud("b", "Sanne Visser", { acknowledgedBy: { id: "k", name: "Karin" } })]);
  await soon(() => expect(withdrawn).toHaveBeenCalledWith([expect.objectContaining({ id: "a" })]));
});

it.each([
  [{ state: "signed-out", expired: true } as const, 0],
  [{ state: "signed-out", expired: false } as const, 1],
])("leaves the notifications to who only has to sign in again: %j", async (then, times) => {
  const { unmount } = at("/planning", [loud("a", "Jan de Wit")]);
  await soon(() => expect(watch.get().alarms).toHaveLength(1));
  const withdrawn = vi.spyOn(notify, "withdraw").mockClear();
  session.set(then);
  unmount();
  await new Promise((done) => setTimeout(done, 50));
  expect(withdrawn.mock.calls.filter(([waiting]) => waiting.length === 0)).toHaveLength(times);
  session.set({ state: "unknown" });
});

it("says on a visit that it is quiet, and behind another window finds out by itself that it is over", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const visits = vi.spyOn(own, "myVisits").mockRejectedValue(new Error("not of interest"));
  at("/planning", [loud("a", "Jan de Wit")], true);
  expect(screen.getByText(t.board.quiet)).toBeTruthy();
  expect(api.loudAlarms).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(visits).not.toHaveBeenCalled();
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(15_000);
  await soon(() => expect(visits).toHaveBeenCalledTimes(1));
});

it("says that there is a newer version, and lets nothing be reloaded while there is an alarm", async () => {
  newVersion.set(true);
  at("/planning", [loud("a", "Jan de Wit")]);
  await screen.findByRole("alert");
  expect(screen.queryByText(t.board.newer)).toBeNull();
  await soon(() => expect(isBusy()).toBe(true));
  vi.spyOn(api, "loudAlarms").mockResolvedValue({ alarms: [] } as unknown as Awaited<
    ReturnType<typeof api.loudAlarms>
  >);
  watch.set({ ...watch.get(), alarms: [] });
  await screen.findByText(t.board.newer);
  screen.getByRole("button", { name: t.app.reload });
  await soon(() => expect(isBusy()).toBe(false));
  cleanup();
  await soon(() => expect(isBusy()).toBe(false));
});
