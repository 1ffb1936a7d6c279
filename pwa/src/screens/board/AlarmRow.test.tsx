import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { BoardAlarm } from "../../api/types";
import { alarmOf, Around, fatima } from "../../testing";
import { AlarmRow } from "./AlarmRow";

const row = (more: Partial<BoardAlarm> = {}): BoardAlarm => {
  const { id, name, level, worker, team, emergencyNumber, openedAt } = alarmOf();
  return {
    ...{ id, name, level, worker, team, emergencyNumber, openedAt, cause: "panic", address: "Dorpsstraat 12" },
    ...{ pressedBy: null, silent: false, quiet: false, policeCall: null, guard: null, drill: false, mayAct: true },
    ...{ acknowledgedBy: null, acknowledgedAt: null, told: { people: 1, declined: 0, failed: 0 }, nextDeadline: null },
    ...more,
  };
};
const ali = { id: "ali", name: "Ali Demir", phone: "+31612345679", saidNo: false };
const shown = (alarm: BoardAlarm) =>
  render(
    <Around me={fatima}>
      <AlarmRow alarm={alarm} onDone={() => undefined} />
    </Around>,
  );
const numbers = () =>
  screen
    .getAllByRole("link")
    .map((link) => link.getAttribute("href"))
    .filter((to) => to?.startsWith("tel:"));

afterEach(cleanup);

it("offers to ring the worker", () => {
  shown(row());
  expect(numbers()).toEqual(["tel:+31612345678"]);
});

it("offers to ring who pressed, and says who that is", () => {
  shown(row({ pressedBy: ali }));
  expect(screen.getByRole("heading").textContent).toBe("Ali Demir (op pad met Jan de Wit) drukte op de noodknop");
  expect(numbers()).toEqual(["tel:+31612345679"]);
  expect(screen.getByRole("link", { name: /Ali/ })).toBeTruthy();
});

it("offers to ring nobody where they asked for quiet", () => {
  shown(row({ pressedBy: ali, quiet: true }));
  expect(numbers()).toEqual([]);
});
