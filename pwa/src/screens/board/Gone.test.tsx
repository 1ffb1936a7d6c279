// When the server is silent, what this device kept is all there is.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Board, Whereabouts } from "../../api/types";
import { answers, forgetEverything } from "../../storage/database";
import { t } from "../../texts/later";
import { setTimeZone } from "../../time/format";
import { keepList, keptOf, restoreList } from "../../whereabouts/kept";
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

/** A board with these lists in it, as rows. */
const board = (lists: Whereabouts[]): Board =>
  ({
    asOf: "2026-11-23T13:32:00Z",
    teams: [
      { id: "t", name: "Inkomen" },
      { id: "w", name: "Wijken" },
    ],
    visits: lists.flatMap(({ teamId, team, underWay }) =>
      underWay
        .filter((stay) => stay.address !== null)
        .map(({ since, until, next, alarmSince, ...stay }, place) => ({
          ...stay,
          id: `visit-${place}`,
          team: { id: teamId, name: team },
          clientName: "J. de Vries",
          startedAt: since,
          plannedStart: null,
          expectedEnd: until,
          task: next?.task ?? null,
          next: { kind: "overdue", dueAt: until },
          alarm: alarmSince && { id: "a", cause: "overdue", openedAt: alarmSince },
        })),
    ),
    planned: [],
    watches: lists.map(({ teamId, team, underWay, onDuty, managers, emergencyNumber }) => ({
      team: { id: teamId, name: team },
      onDuty,
      managers,
      emergencyNumber,
      alone: underWay
        .filter((stay) => stay.address === null)
        .map(({ worker, since, next, alarmSince, drill }) => ({ worker, since, task: next?.task, alarmSince, drill })),
    })),
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
    const kept = await restoreList();
    expect(kept).toEqual({ asOf: "2026-11-23T13:32:00Z", lists: [list()], quiet: ["Wijken"] });
    expect(JSON.stringify(kept)).not.toContain("Vries");
  });

  it("says when to call: at the check call where that comes first", () => {
    const rows = board([list()]);
    const [visit] = rows.visits;
    if (visit) visit.next = { kind: "check_call", dueAt: "2026-11-23T13:35:00Z" };
    expect(keptOf(rows).lists[0]?.underWay[0]?.next).toEqual({ task: "call", at: "2026-11-23T13:35:00Z" });
  });

  it("begins with who must be called now, and has who is alone in an alarm", () => {
    const now = { task: "call_now", at: null } as const;
    const [whole] = list().underWay;
    if (!whole) throw new Error("the list has somebody");
    const alone = { ...whole, address: null, companions: [], until: null, next: now };
    const kept = keptOf(board([{ ...list(), underWay: [...list().underWay, alone] }]));
    expect(kept.lists[0]?.underWay).toEqual([alone, ...list().underWay]);
  });

  it("never names a silent alarm", () => {
    const rows = board([list({ next: { task: "manager_first", at: null } })]);
    const [visit] = rows.visits;
    if (visit) visit.alarm = { id: "a", cause: "duress", openedAt: "2026-11-23T13:31:00Z" };
    expect(keptOf(rows).lists[0]?.underWay[0]).toMatchObject({ alarmSince: null, next: { task: "manager_first" } });
  });

  it("is gone after a day, from the device and not only from the screen", async () => {
    await answers.keep("owner", "jan", 0);
    await keepList(keptOf(board([list()])), 0);
    vi.setSystemTime(NOW + 86_400_001);
    await answers.forgetOld();
    vi.setSystemTime(NOW);
    expect(await restoreList()).toBeNull();
    expect((await answers.last("owner"))?.value).toBe("jan");
  });

  it("is gone after signing out", async () => {
    await keepList(keptOf(board([list()])), 0);
    await forgetEverything();
    expect(await restoreList()).toBeNull();
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
