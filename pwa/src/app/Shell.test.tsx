// A desk that is on a visit itself, or calls for help, hears of nobody else; before and after it does.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { panic, type Panic } from "../panic/panic";
import { alarmOf, Around, fatima, jan, visitOf } from "../testing";
import { forgetVisits, visits } from "../visits/visits";
import { Shell } from "./Shell";

vi.mock("./rooms", () => ({
  PushLost: () => null,
  RanOut: () => null,
  DeskWatch: ({ quiet }: { quiet: boolean }) => <p>{quiet ? "hears nothing" : "hears"}</p>,
}));

const both = { ...fatima, grants: [...jan.grants, ...fatima.grants] };
const pressed = { alarmId: "a", visitId: null, pressedAt: 0, sent: true, hidden: true } as Panic;

afterEach(() => {
  cleanup();
  panic.set(null);
  forgetVisits();
  vi.unstubAllGlobals();
});

const along = (id: string, declinedAt: string | null) => ({
  id: "c",
  personId: id,
  name: "Fatima Bakker",
  phone: null,
  comingAt: null,
  thereAt: null,
  declinedAt,
  saidNoAt: null,
});

const shown = (mine: Panic | null) => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  Element.prototype.scrollTo ??= () => undefined; // jsdom has none
  panic.set(mine);
  render(
    <Around me={both}>
      <Shell>{null}</Shell>
    </Around>,
  );
  return screen.getByText(/^hears/).textContent;
};

it("hears before a noodknop of one's own", () => {
  expect(shown(null)).toBe("hears");
});

it("hears nothing while that goes on, also where the red screen was put away", () => {
  expect(shown({ ...pressed, alarm: alarmOf({ cause: "panic" }) })).toBe("hears nothing");
  cleanup();
  expect(shown({ ...pressed, sent: false, alarm: null })).toBe("hears nothing");
});

it("hears again once that is over, though nobody pressed Klaar", () => {
  expect(shown({ ...pressed, alarm: alarmOf({ cause: "panic", resolvedAt: "2026-11-23T13:50:00Z" }) })).toBe("hears");
});

it.each([
  ["hears nothing at a door to which one comes along", "under_way", null, "hears nothing"],
  ["hears again where one said not to come", "under_way", "2026-11-23T13:20:00Z", "hears"],
  ["hears before it begins", "planned", null, "hears"],
] as const)("%s", (_, state, declinedAt, heard) => {
  visits.update((now) => ({ ...now, all: [visitOf({ state, companions: [along(both.id, declinedAt)] })] }));
  expect(shown(null)).toBe(heard);
});

it("hears nothing at a door to which somebody comes along who goes on no visits of their own", async () => {
  const asOf = "2026-11-23T13:32:00Z";
  const list = { visits: [visitOf({ companions: [along(fatima.id, null)] })], more: false, asOf };
  vi.stubGlobal("fetch", async ({ url }: Request) =>
    url.includes("/v1/visits?") ? Response.json(list) : Promise.reject(new TypeError("no network")),
  );
  render(
    <Around me={fatima}>
      <Shell>{null}</Shell>
    </Around>,
  );
  expect(await screen.findByText("hears nothing")).toBeTruthy();
});
