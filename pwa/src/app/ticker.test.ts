import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tick } from "./ticker";

/** A worker as the test wants it: it ticks, or it never loads. */
class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  asked: unknown = null;
  terminate = vi.fn();

  constructor() {
    super();
    FakeWorker.made.push(this);
  }

  postMessage(what: unknown) {
    this.asked = what;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeWorker.made = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a worker ticks, and the page's own clock is left alone", () => {
  vi.stubGlobal("Worker", FakeWorker);
  const run = vi.fn();
  const stop = tick(3_000, run);
  const [worker] = FakeWorker.made;
  expect(worker?.asked).toBe(3_000);
  worker?.dispatchEvent(new Event("message"));
  vi.advanceTimersByTime(9_000);
  expect(run).toHaveBeenCalledOnce();
  stop();
  expect(worker?.terminate).toHaveBeenCalledOnce();
});

test("a desk goes on asking when its worker does not load, as after a newer version took its file away", () => {
  vi.stubGlobal("Worker", FakeWorker);
  const run = vi.fn();
  const stop = tick(3_000, run);
  FakeWorker.made[0]?.dispatchEvent(new Event("error"));
  FakeWorker.made[0]?.dispatchEvent(new Event("error"));
  vi.advanceTimersByTime(9_000);
  expect(run).toHaveBeenCalledTimes(3);
  stop();
  vi.advanceTimersByTime(9_000);
  expect(run).toHaveBeenCalledTimes(3);
});

test.each([
  ["there is none", undefined],
  [
    "the browser refuses it",
    class {
      constructor() {
        throw new DOMException("not here", "SecurityError");
      }
    },
  ],
])("the page ticks by itself where %s", (_, worker) => {
  vi.stubGlobal("Worker", worker);
  const run = vi.fn();
  const stop = tick(1_000, run);
  vi.advanceTimersByTime(2_000);
  expect(run).toHaveBeenCalledTimes(2);
  stop();
});
