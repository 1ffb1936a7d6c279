import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Visit } from "../api/types";
import { AfterwardsScreen } from "../screens/afterwards/AfterwardsScreen";
import { Around, visitOf } from "../testing";
import { setTimeZone } from "../time/format";
import { visits } from "../visits/visits";
import { serverClock } from "../time/clock";

const by = "2026-11-23T14:10:00Z"; // 15:10

beforeEach(() => setTimeZone("Europe/Amsterdam"));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  visits.set({ all: [], asOf: null, heard: null, silent: false });
});

/** The screen after a visit that is over, at a moment. */
function opensAt(now: string, more: Partial<Visit>) {
  vi.spyOn(serverClock, "now").mockReturnValue(Date.parse(now));
  const visit = visitOf({ state: "ended", endedAt: "2026-11-23T13:40:00Z", ...more });
  visits.set({ all: [visit], asOf: now, heard: null, silent: false });
  history.replaceState(null, "", "/visits/v/afterwards");
  render(
    <Around>
      <Router>
        <Route path="/visits/:id/afterwards" component={AfterwardsScreen} />
        <Route default component={() => null} />
      </Router>
    </Around>,
  );
}

const alarm = (level: "worker" | "colleague") =>
  ({ id: "a", cause: "not_back", level, acknowledgedBy: null, resolvedAt: null }) as unknown as Visit["alarm"];
const wayBack = { by, headingTo: null } as unknown as Visit["wayBack"];

describe("after a visit, on the way back", () => {
  it("somebody watches until they are back", () => {
    opensAt("2026-11-23T14:00:00Z", { wayBack });
    expect(screen.getByText("Er wordt op je gelet tot je terug bent (15:10)")).toBeTruthy();
  });

  it.each([
    ["past that moment", null, "Je zou om 15:10 terug zijn. Laat iets horen"],
    ["once they are asked", alarm("worker"), "Je zou om 15:10 terug zijn. Laat iets horen"],
    ["once others look for them", alarm("colleague"), "Je collega's proberen je te bereiken"],
  ])("it does not say that anybody watches until then, %s", (_, running, said) => {
    opensAt("2026-11-23T14:11:00Z", { wayBack, alarm: running });
    expect(screen.getByText(said)).toBeTruthy();
    expect(screen.queryByText(/Er wordt op je gelet/)).toBeNull();
    expect(screen.getByText("Ik ben terug")).toBeTruthy();
  });
});

describe("after a visit, straight home", () => {
  const watch = { ...visitOf().watch, nextDeadline: { kind: "home_safe" as const, dueAt: by } };

  it.each([
    ["2026-11-23T14:00:00Z", "Laat weten dat je thuis bent, voor 15:10"],
    ["2026-11-23T14:11:00Z", "Je had voor 15:10 laten weten dat je thuis bent. Doe dat nu"],
  ])("at %s it says: %s", (now, said) => {
    opensAt(now, { watch });
    expect(screen.getByText(said)).toBeTruthy();
  });
});
