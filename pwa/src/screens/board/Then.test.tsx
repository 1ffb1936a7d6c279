import { act, cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serverClock } from "../../time/clock";
import { Then } from "./Then";

const layout = vi.fn(() => true);

beforeEach(() => {
  vi.useFakeTimers();
  Element.prototype.checkVisibility = layout;
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  Reflect.deleteProperty(Element.prototype, "checkVisibility");
});

const shown = () => document.querySelector(".counted__when")?.textContent;
const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1_000));
const comesIn = (seconds: number) =>
  render(<Then next={{ kind: "overdue", dueAt: new Date(serverClock.now() + seconds * 1_000).toISOString() }} />);

test("a row in sight counts by the second", async () => {
  layout.mockReturnValue(true);
  comesIn(300);
  await pass(1);
  expect(shown()).toBe("over 04:59");
  await pass(1);
  expect(shown()).toBe("over 04:58");
});

test("a row that is not laid out counts by ten, and is right a second after it is", async () => {
  layout.mockReturnValue(false);
  comesIn(300);
  await pass(9);
  expect(shown()).toBe("over 05:00");
  await pass(1);
  expect(shown()).toBe("over 04:50");
  await pass(4);
  layout.mockReturnValue(true);
  await pass(1);
  expect(shown()).toBe("over 04:45");
});

test("that it is time is said at once, in sight or not", async () => {
  layout.mockReturnValue(false);
  comesIn(5);
  await pass(5);
  expect(shown()).toBe("nu");
});
