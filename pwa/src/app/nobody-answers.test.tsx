// An alarm, its sheet and a drill that are opened while nobody answers: that is said, with what this device still knows.
import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../api/later";
import { NotHeard } from "../api/problem";
import { AlarmPage } from "../screens/alarm/AlarmPage";
import { DrillPage } from "../screens/drills/DrillPage";
import { HandOverScreen } from "../screens/hand-over/HandOverScreen";
import { Around, fatima } from "../testing";
import { t } from "../texts/later";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const SILENT = new NotHeard("network");
const opens = (Screen: typeof AlarmPage) =>
  render(
    <Around me={fatima}>
      <Router>{[<Route key="screen" default component={Screen} />]}</Router>
    </Around>,
  );

it.each([
  ["an alarm", AlarmPage],
  ["the sheet of an alarm", HandOverScreen],
])("says that nobody answers about %s, and leads to the list on this device", async (_, Screen) => {
  vi.spyOn(api, "alarm").mockRejectedValue(SILENT);
  vi.spyOn(api, "handOver").mockRejectedValue(SILENT);
  const { container } = opens(Screen);
  await screen.findByText(t.alarm.unheard);
  expect(container.querySelector('a[href="/whereabouts"]')).toBeTruthy();
});

it("says that nobody answers about a drill", async () => {
  vi.spyOn(api, "drill").mockRejectedValue(SILENT);
  opens(DrillPage);
  await screen.findByText(t.app.noAnswer);
});
