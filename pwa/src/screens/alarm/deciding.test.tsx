// Deciding about an alarm: each decision is heard, and what is said beside it is true still.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, expect, it, vi } from "vitest";
import { api as calls } from "../../api/calls";
import { api } from "../../api/later";
import { NotHeard, Problem } from "../../api/problem";
import { Take } from "../../desk/Take";
import { soon } from "../../test-soon";
import { alarmOf, Around, fatima } from "../../testing";
import { t } from "../../texts/later";
import { AlarmPage } from "./AlarmPage";
import { Decide } from "./Decide";
import { Resolve } from "./Resolve";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("cannot twice: a second time, after it was passed on again, is another decision", async () => {
  const decline = vi.spyOn(api, "decline").mockResolvedValue(alarmOf());
  const done = vi.fn();
  render(
    <Around me={fatima}>
      <Decide alarm={alarmOf()} onDone={done} />
    </Around>,
  );
  for (const times of [1, 2]) {
    fireEvent.click(screen.getByRole("button", { name: t.alarm.cannot }));
    await soon(() => expect(done).toHaveBeenCalledTimes(times));
  }
  const [first, second] = decline.mock.calls.map(([, key]) => key);
  expect(first).not.toBe(second);
});

it("keeps the key of a decision that was not heard", async () => {
  const decline = vi.spyOn(api, "decline").mockRejectedValue(new Error("away"));
  render(
    <Around me={fatima}>
      <Decide alarm={alarmOf()} onDone={() => undefined} />
    </Around>,
  );
  for (const times of [1, 2]) {
    fireEvent.click(screen.getByRole("button", { name: t.alarm.cannot }));
    await soon(() => expect(decline).toHaveBeenCalledTimes(times));
    await screen.findByRole("alert");
  }
  const [first, second] = decline.mock.calls.map(([, key]) => key);
  expect(first).toBe(second);
});

it("says who was faster only for as long as they have it", async () => {
  const karin = { id: "karin", name: "Karin Smit" };
  const taken = { acknowledgedBy: karin, acknowledgedAt: "2026-11-23T13:32:00Z" };
  vi.spyOn(api, "acknowledge").mockResolvedValue(alarmOf(taken));
  const shown = (more: Parameters<typeof alarmOf>[0]) => (
    <Around me={fatima}>
      <Take alarm={alarmOf(more)} look="main" onDone={() => undefined} />
    </Around>
  );
  const { rerender } = render(shown({}));
  fireEvent.click(screen.getByRole("button", { name: t.alarm.take }));
  await soon(() => expect(api.acknowledge).toHaveBeenCalled());
  rerender(shown(taken));
  await screen.findByText(/was je voor/);
  // Karin let go: nobody has it.
  rerender(shown({}));
  expect(screen.queryByText(/was je voor/)).toBeNull();
});

it("asks who may not act for no call to the police", async () => {
  vi.spyOn(calls, "alarm").mockResolvedValue(alarmOf({ visitId: null, mayAct: false }));
  render(
    <Around me={fatima}>
      <Router>{[<Route key="alarm" default component={AlarmPage} />]}</Router>
    </Around>,
  );
  await screen.findByText(t.alarm.told);
  expect(screen.queryByText(t.handOver.log)).toBeNull();
});

it("closes what was seen when the form was opened, and what it is now only once that was read", async () => {
  const resolve = vi
    .spyOn(api, "resolve")
    .mockRejectedValueOnce(new NotHeard("no network"))
    .mockRejectedValue(new Problem(409, "", "Intussen werd dit alarm ernstiger.", [], "alarm_graver"));
  const shown = (cause: "overdue" | "panic") => (
    <Around me={fatima}>
      <Resolve alarm={alarmOf({ cause })} onClose={() => undefined} onDone={() => undefined} />
    </Around>
  );
  const { rerender } = render(shown("overdue"));
  fireEvent.click(screen.getByLabelText(t.alarm.outcomes.safe));
  rerender(shown("panic"));
  for (const times of [1, 2, 3]) {
    await soon(() => {
      if (resolve.mock.calls.length < times) fireEvent.click(screen.getByRole("button", { name: t.alarm.close }));
      expect(resolve).toHaveBeenCalledTimes(times);
    });
    await screen.findByRole("alert");
  }
  expect(resolve.mock.calls.map(([, body]) => body.cause)).toEqual(["overdue", "overdue", "panic"]);
});
