// When the server is silent, what this device kept is all there is.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Board, Whereabouts } from "../../api/types";
import { answers, forgetEverything } from "../../storage/database";
import { t } from "../../texts";
import { setTimeZone } from "../../time/format";
import { keepList, keptOf, recallList } from "../../whereabouts/kept";
import { Gone } from "./Gone";

setTimeZone("Europe/Amsterdam");
const NOW = Date.parse("2026-11-23T13:32:00Z");

const list = (more: Partial<Whereabouts["underWay"][number]> = {}): Whereabouts => ({
  teamId: "t",
  team: "Inkomen",
  asOf: "2026-11-23T13:32:00Z",
  underWay: [
    {
      worker: { name: "Jan de Wit", phone: "+31612345678" },
      address: "Dorpsstraat 12, Den Bosch",
      companions: [{ name: "Ali Demir", phone: "+31612345679" }],
      since: "2026-11-23T13:10:00Z",
      until: "2026-11-23T13:40:00Z",
      next: { task: "call", at: "2026-11-23T13:40:00Z" },
      alarmSince: null,
      drill: false,
      ...more,
    },
  ],
  planned: [],
  onDuty: [{ name: "Fatima Bakker", phone: null }],
  managers: [],
  emergencyNumber: "112",
});

const board = (lists: Whereabouts[]): Board =>
  ({
    asOf: "2026-11-23T13:32:00Z",
    whereabouts: lists,
    teams: [
      { id: "t", name: "Inkomen" },
      { id: "w", name: "Wijken" },
    ],
    visits: [{ clientName: "J. de Vries" }],
  }) as unknown as Board;

beforeEach(async () => {
  await forgetEverything();
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("what the board keeps", () => {
  it("is who is where with numbers, and nothing more of the board", async () => {
    await keepList(keptOf(board([list()])), 0);
    const kept = await recallList();
    expect(kept).toEqual({ asOf: "2026-11-23T13:32:00Z", lists: [list()], quiet: ["Wijken"] });
    expect(JSON.stringify(kept)).not.toContain("Vries");
  });

  it("is gone after a day, from the device and not only from the screen", async () => {
    await answers.keep("owner", "jan", 0);
    await keepList(keptOf(board([list()])), 0);
    vi.setSystemTime(NOW + 86_400_001);
    await answers.forgetOld();
    vi.setSystemTime(NOW);
    expect(await recallList()).toBeNull();
    expect((await answers.last("owner"))?.value).toBe("jan");
  });

  it("is gone after signing out", async () => {
    await keepList(keptOf(board([list()])), 0);
    await forgetEverything();
    expect(await recallList()).toBeNull();
  });
});

describe("the banner", () => {
  it("says to call, when, and offers the list", () => {
    render(<Gone kept={keptOf(board([list()]))} />);
    expect(screen.getByRole("alert").textContent).toContain("Bel zelf");
    expect(screen.getByRole("button").textContent).toBe(t.whereabouts.printLast("14:32"));
    expect(screen.getByText("Bel om 14:40")).toBeTruthy();
    expect(screen.getByText("Dorpsstraat 12, Den Bosch")).toBeTruthy();
    const numbers = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(numbers).toEqual(["tel:+31612345678", "tel:+31612345679"]);
    expect(screen.getByText(t.whereabouts.quiet(["Wijken"]))).toBeTruthy();
  });

  it("gives no number to touch of who may not be rung", () => {
    render(<Gone kept={keptOf(board([list({ next: { task: "manager_first", at: null }, companions: [] })]))} />);
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText(t.whereabouts.tasks.manager_first())).toBeTruthy();
  });

  it("admits that there is no list", () => {
    render(<Gone kept={null} />);
    expect(screen.getByRole("alert").textContent).toContain(t.board.nothingKept);
    expect(screen.queryByRole("button")).toBeNull();
  });
});
