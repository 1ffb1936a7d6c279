import { describe, expect, it } from "vitest";
import type { TimelineEntry, Visit } from "../api/types";
import { visitOf } from "../testing";
import { closedBy } from "./closed";

const jan = { id: "jan", name: "Jan" };
const fatima = { id: "fatima", name: "Fatima" };
const line = (kind: string, by: TimelineEntry["by"], text = kind): TimelineEntry => ({
  at: "2026-11-23T13:30:00Z",
  kind,
  by,
  text,
});
const ended = (...timeline: TimelineEntry[]): Visit => visitOf({ state: "ended", timeline });

describe("a visit that somebody else ended", () => {
  it.each([
    [
      "a colleague checked them out",
      ended(line("checked_in", jan), line("checked_out", fatima, "Fatima meldt Jan af: gebeld")),
      "Fatima meldt Jan af: gebeld",
    ],
    [
      "how it went is told afterwards",
      ended(line("checked_out", fatima, "door Fatima"), line("felt", jan)),
      "door Fatima",
    ],
    [
      "it ended with its alarm",
      ended(line("resolved", fatima, "Afgesloten door Fatima: veilig"), line("ended_by_alarm", null)),
      "Afgesloten door Fatima: veilig",
    ],
    [
      "it was called off",
      visitOf({ state: "cancelled", timeline: [line("cancelled", fatima, "Afgezegd door Fatima: ziek")] }),
      "Afgezegd door Fatima: ziek",
    ],
  ])("says who and why: %s", (_, visit, text) => {
    expect(closedBy(visit, "jan")?.text).toBe(text);
  });

  it.each([
    ["the worker's own check-out", ended(line("checked_in", jan), line("checked_out", jan))],
    [
      "an own check-out under duress: what came of the silent alarm is not in the story of those inside",
      ended(line("checked_out", jan)),
    ],
    ["one that goes on", visitOf({ timeline: [line("checked_out_under_alarm", fatima)] })],
    [
      "somebody else's",
      visitOf({
        state: "ended",
        worker: { id: "ali", name: "Ali", phone: null },
        timeline: [line("checked_out", fatima)],
      }),
    ],
  ])("says nothing of %s", (_, visit) => {
    expect(closedBy(visit, "jan")).toBeNull();
  });
});
