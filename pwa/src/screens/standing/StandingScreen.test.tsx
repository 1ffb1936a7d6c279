// What went wrong with the daily test is said as it went wrong: an SMS that arrived is not said to be lost.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import { Around, fatima } from "../../testing";
import { t } from "../../texts/later";
import { StandingScreen } from "./StandingScreen";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const WELL = { level: "well", at: "2026-11-23T13:50:00Z" } as const;

it.each(["sms", "call", "way_in"] as const)("says which part of the daily test failed: %s", async (canaryFault) => {
  vi.spyOn(api, "standing").mockResolvedValue({
    asOf: "2026-11-23T13:50:00Z",
    level: "wrong",
    held: false,
    broken: 0,
    reachesPeople: true,
    clock: WELL,
    ways: [],
    canary: { ...WELL, level: "wrong" },
    canaryResult: "failed",
    canaryFault,
    drill: WELL,
    backup: WELL,
    heartbeat: WELL,
    outside: "heartbeat",
  });
  render(
    <Around me={fatima}>
      <StandingScreen />
    </Around>,
  );
  const said = await screen.findByText(new RegExp(t.canary.faults[canaryFault].slice(0, 20)));
  expect(said.textContent).toContain("Mislukt");
  expect(screen.queryByText(t.standing.toDo.wayIn) !== null).toBe(canaryFault === "way_in");
});
