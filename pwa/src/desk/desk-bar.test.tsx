// The bar above every screen of a desk: the alarm that nobody has yet, also beside the page of another one.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../api/later";
import type { LoudAlarm } from "../api/types";
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

const at = (path: string, alarms: LoudAlarm[]) => {
  history.replaceState(null, "", path);
  vi.spyOn(api, "loudAlarms").mockResolvedValue({ alarms } as Awaited<ReturnType<typeof api.loudAlarms>>);
  vi.spyOn(api, "renewSession").mockRejectedValue(new Error("not of interest"));
  render(
    <Around me={fatima}>
      <DeskWatch quiet={false} hidden={false} />
    </Around>,
  );
};

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
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
