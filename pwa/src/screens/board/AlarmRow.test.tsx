import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { BoardAlarm } from "../../api/types";
import { soon } from "../../test-soon";
import { alarmOf, Around, fatima } from "../../testing";
import { AlarmRow } from "./AlarmRow";

const heard = vi.hoisted(() => ({ taken: (_: unknown) => undefined as unknown }));
vi.mock("../../api/later", async (original) => {
  const real = await original<typeof import("../../api/later")>();
  Object.assign(real.api, { acknowledge: () => new Promise((hear) => (heard.taken = hear)) });
  return real;
});

const row = (more: Partial<BoardAlarm> = {}): BoardAlarm => {
  const { id, name, level, worker, team, emergencyNumber, openedAt } = alarmOf();
  return {
    ...{ id, name, level, worker, team, emergencyNumber, openedAt, cause: "panic", address: "Dorpsstraat 12" },
    ...{
      addressLeft: false,
      pressedBy: null,
      silent: false,
      quiet: false,
      policeCall: null,
      guard: null,
      drill: false,
      mayAct: true,
    },
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

it("gives the address of a visit that was over as the last one", () => {
  shown(row({ cause: "not_back", addressLeft: true }));
  expect(screen.getByText(/· Laatst bekende adres: Dorpsstraat 12 ·/)).toBeTruthy();
});

describe("taking it by keys", () => {
  const mine = row({ acknowledgedBy: { id: "fatima", name: "Fatima Bakker" } });
  const takes = () => {
    const { rerender } = shown(row());
    const button = screen.getByRole("button", { name: "Ik pak dit op" });
    button.focus();
    fireEvent.click(button);
    return () =>
      rerender(
        <Around me={fatima}>
          <AlarmRow alarm={mine} onDone={() => undefined} />
        </Around>,
      );
  };

  it("goes on at who has it, whichever comes first, the answer or the board", async () => {
    for (const answeredFirst of [true, false]) {
      const comes = takes();
      if (answeredFirst) heard.taken(mine);
      await soon(() =>
        expect(screen.getByRole("button").getAttribute("aria-busy")).toBe(answeredFirst ? null : "true"),
      );
      comes();
      heard.taken(mine);
      await soon(() => expect(document.activeElement?.textContent).toContain("Fatima Bakker pakt dit op"));
      cleanup();
    }
  });

  it("leaves who went on alone, however late the answer is", async () => {
    const comes = takes();
    const open = screen.getByRole("link", { name: "Openen" });
    open.focus();
    heard.taken(mine);
    await soon(() => expect(screen.getByRole("button").getAttribute("aria-busy")).toBeNull());
    comes();
    await soon(() => expect(screen.queryByRole("button")).toBeNull());
    expect(document.activeElement).toBe(open);
  });
});
