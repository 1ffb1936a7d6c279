// What Today says of a visit with an alarm, where the worker has checked out already.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { Visit } from "../../api/types";
import { Around, visitOf } from "../../testing";
import { t } from "../../texts";
import { pressAgain } from "../../visits/outcomes";
import { VisitCard } from "./VisitCard";

afterEach(() => {
  cleanup();
  pressAgain.set(new Set());
});

const alarm = { id: "a", cause: "overdue", level: "colleague", acknowledgedBy: null, resolvedAt: null };
const draws = (more: Partial<Visit>) =>
  render(<VisitCard visit={visitOf(more)} now={Date.parse("2026-11-23T13:45:00Z")} />, { wrapper: Around });

it("says that a check-out which came too late arrived, and what to press", () => {
  pressAgain.set(new Set(["v"]));
  draws({ alarm: alarm as unknown as Visit["alarm"] });
  expect(screen.getByText(t.visit.pressAgain)).toBeTruthy();
});

it.each([
  ["once there is no alarm any more", ["v"], null],
  ["of another visit", ["w"], alarm],
])("says nothing of it %s", (_, ids, running) => {
  pressAgain.set(new Set(ids));
  draws({ alarm: running as unknown as Visit["alarm"] });
  expect(screen.queryByText(t.visit.pressAgain)).toBeNull();
});
