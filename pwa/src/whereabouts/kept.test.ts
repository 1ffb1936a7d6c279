import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Board } from "../api/types";
import { answers, forgetEverything } from "../storage/database";
import { keepSoon } from "./kept";

const board = (asOf: string) => ({ asOf, watches: [], teams: [], visits: [], planned: [] }) as unknown as Board;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestIdleCallback", (work: () => void) => work());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("keeps the first board at once, then the newest of ten seconds, and nothing after a sign-out", async () => {
  const keep = vi.spyOn(answers, "keep").mockResolvedValue();
  const kept = () => keep.mock.calls.map(([, value]) => (value as { asOf: string }).asOf);
  keepSoon(board("1"));
  await vi.advanceTimersByTimeAsync(20);
  expect(kept()).toEqual(["1"]);
  keepSoon(board("2"));
  keepSoon(board("3"));
  await vi.advanceTimersByTimeAsync(11_000);
  expect(kept()).toEqual(["1", "3"]);
  keepSoon(board("4"));
  void forgetEverything();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(kept()).toEqual(["1", "3"]);
});
