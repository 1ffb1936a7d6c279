// While a manager decides who goes, the server refuses the check-in: the button says so first.
import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Visit } from "../api/types";
import { CheckInScreen } from "../screens/check-in/CheckInScreen";
import { Around, visitOf } from "../testing";
import { t } from "../texts";
import { deviceClock } from "../time/clock";
import { visits } from "../visits/visits";

const planned = (state: Visit["beforehand"]["fraud"]["state"]): Visit => {
  const visit = visitOf({ state: "planned", startedAt: null });
  const fraud = { managerDecides: true, state, decidedBy: { id: "karin", name: "Karin Smit" } };
  return { ...visit, beforehand: { ...visit.beforehand, fraud } };
};

describe("checking in while a manager decides", () => {
  const opened = (visit: Visit, silent: boolean) => {
    visits.set({ all: [visit], asOf: visit.asOf, heard: silent ? null : deviceClock.read(), silent });
    window.history.replaceState({}, "", "/visits/v/check-in");
    render(
      <Around>
        <Router>
          <Route path="/visits/:id/check-in" component={CheckInScreen} />
          <Route default component={() => null} />
        </Router>
      </Around>,
    );
    return screen.getByRole("button", { name: t.checkIn.send });
  };
  beforeEach(() => void vi.stubGlobal("fetch", async () => Response.json([])));
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    visits.set({ all: [], asOf: null, heard: null, silent: false });
    window.history.replaceState({}, "", "/");
  });

  it("can't be pressed while it is known that it is not decided", () => {
    expect(opened(planned("asked"), false).getAttribute("aria-disabled")).toBe("true");
    expect(screen.getAllByText(t.fraud.asked).length).toBeGreaterThan(1);
    cleanup();
    expect(opened(planned("same"), false).getAttribute("aria-disabled")).toBeNull();
  });

  it("can be pressed where that was heard long ago: it may be decided, and then the server takes it", () => {
    expect(opened(planned("asked"), true).getAttribute("aria-disabled")).toBeNull();
  });
});
