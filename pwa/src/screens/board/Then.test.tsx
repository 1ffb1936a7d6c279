import { act, cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serverClock } from "../../time/clock";
import { Then } from "./Then";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const shown = () => document.querySelector(".counted__when")?.textContent;
const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1_000));

function comesIn(seconds: number): void {
  const dueAt = new Date(serverClock.now() + seconds * 1_000).toISOString();
  render(
    <table>
      <tbody>
        <tr>
          <td>
            <Then next={{ kind: "overdue", dueAt }} />
          </td>
        </tr>
      </tbody>
    </table>,
  );
}

/** As a browser says whether it lays out a row. */
const says = (skipped: boolean) =>
  act(() => {
    const said = Object.assign(new Event("contentvisibilityautostatechange"), { skipped });
    document.querySelector("tr")?.dispatchEvent(said);
  });

test("a row in sight counts by the second", async () => {
  comesIn(300);
  await pass(1);
  expect(shown()).toBe("over 04:59");
  await pass(1);
  expect(shown()).toBe("over 04:58");
});

test("a row that is not laid out counts by ten, and is right as soon as it is", async () => {
  comesIn(300);
  await says(true);
  await pass(9);
  expect(shown()).toBe("over 05:00");
  await pass(1);
  expect(shown()).toBe("over 04:50");
  await pass(4);
  await says(false);
  expect(shown()).toBe("over 04:46");
  await pass(1);
  expect(shown()).toBe("over 04:45");
});

test("that it is time is said at once, in sight or not", async () => {
  comesIn(5);
  await says(true);
  await pass(5);
  expect(shown()).toBe("nu");
});
