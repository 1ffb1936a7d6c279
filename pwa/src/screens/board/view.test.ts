import { afterEach, describe, expect, it } from "vitest";
import type { BoardVisit } from "../../api/types";
import { EVERYTHING, inOrder, keepView, keptView, leavesOut, look, matches } from "./view";

const visit = (name: string, more: Partial<BoardVisit> = {}): BoardVisit =>
  ({
    id: name,
    state: "under_way",
    worker: { name, phone: null },
    address: "Dorpsstraat 12, 5211 AA Den Bosch",
    team: { id: "t", name: "Inkomen" },
    companions: [],
    alarm: null,
    checkCall: "planned",
    next: null,
    expectedEnd: "2026-11-23T13:40:00Z",
    ...more,
  }) as unknown as BoardVisit;
const asked = visit("Gevraagd", { checkCall: "asked", team: { id: "w", name: "Wijken" } });
const board = (...visits: BoardVisit[]) => ({ visits, planned: [], goingHome: [] });

afterEach(() => sessionStorage.clear());

describe("somebody is found", () => {
  const jan = visit("Jan Öztürk", { companions: [{ name: "Ali", phone: null, there: true, declined: false }] });
  it.each(["", "jan", "OZTURK", "dorps 12", "ali inkomen", "5211 aa"])("by %s", (search) => {
    expect(matches(jan, search)).toBe(true);
  });
  it("not by half of the words", () => expect(matches(jan, "jan kerkstraat")).toBe(false));
});

describe("the order", () => {
  const later = visit("Anna", { expectedEnd: "2026-11-23T15:00:00Z" });
  const soon = visit("Zeger", { expectedEnd: "2026-11-23T14:00:00Z" });
  it.each([
    ["urgency", ["Anna", "Zeger", "Gevraagd"]],
    ["name", ["Gevraagd", "Anna", "Zeger"]],
    ["until", ["Gevraagd", "Zeger", "Anna"]],
    ["team", ["Gevraagd", "Anna", "Zeger"]],
  ] as const)("by %s, but where somebody must act comes first", (order, names) => {
    expect(inOrder([later, soon, asked], order).map(({ id }) => id)).toEqual(names);
  });
});

describe("the check calls", () => {
  const due = (name: string, dueAt: string) => visit(name, { next: { kind: "check_call", dueAt } });
  it("are those of now, then in the order in which they come; and nobody who was called", () => {
    const late = due("Laat", "2026-11-23T13:30:00Z");
    const soon = due("Straks", "2026-11-23T13:05:00Z");
    const unknown = visit("Eerst wie meegaat", { next: { kind: "companion_asked", dueAt: "2026-11-23T13:01:00Z" } });
    const called = visit("Gebeld", { checkCall: "ok" });
    const shown = look(board(unknown, late, called, asked, soon), { ...EVERYTHING, shows: "checkCalls" });
    expect(shown.visits.map(({ id }) => id)).toEqual(["Gevraagd", "Straks", "Laat", "Eerst wie meegaat"]);
    expect(shown).toMatchObject({ planned: [], goingHome: [], unseen: 0 });
  });
});

describe("what a view leaves out", () => {
  it("is nothing of a board that nobody filters", () => {
    expect(leavesOut(EVERYTHING)).toBe(false);
    expect(look(board(asked, visit("Jan")), EVERYTHING)).toMatchObject({ visits: [asked, { id: "Jan" }], unseen: 0 });
  });

  it.each([{ team: "t" }, { search: "Jan" }, { shows: "planned" as const }])(
    "is counted where somebody must act: %o",
    (more) => {
      const view = { ...EVERYTHING, ...more };
      expect(leavesOut(view)).toBe(true);
      expect(look(board(asked, visit("Jan")), view).unseen).toBe(1);
    },
  );

  it("is all that is calm, if one asks where something must be done", () => {
    const found = look(board(visit("Jan"), asked), { ...EVERYTHING, shows: "now" });
    expect(found).toMatchObject({ visits: [asked], unseen: 0 });
  });
});

describe("what a tab keeps", () => {
  it("is the view of one person, and nothing for another", () => {
    keepView("fatima", { ...EVERYTHING, search: "dorps", order: "name" });
    expect(keptView("fatima")).toMatchObject({ search: "dorps", order: "name" });
    expect(keptView("karin")).toEqual(EVERYTHING);
  });
});
