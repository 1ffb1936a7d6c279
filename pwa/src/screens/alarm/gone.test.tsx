// An alarm that is not there for who opens it: the way back leads to where they may be.
import { cleanup, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import { Problem } from "../../api/problem";
import { Around, fatima, jan } from "../../testing";
import { t } from "../../texts/later";
import { AlarmPage } from "./AlarmPage";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it.each([
  ["who watches", fatima, "/board"],
  ["who visits", jan, "/"],
])("leads %s back", async (_, me, back) => {
  vi.spyOn(api, "alarm").mockRejectedValue(new Problem(404, "not_found", "", []));
  const { container } = render(
    <Around me={me}>
      <Router>{[<Route key="alarm" default component={AlarmPage} />]}</Router>
    </Around>,
  );
  await screen.findByText(t.alarm.gone);
  expect([...container.querySelectorAll("header a")].map((link) => link.getAttribute("href"))).toContain(back);
});
