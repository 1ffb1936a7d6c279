import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Me, Visit } from "../../api/types";
import type { Action } from "../../queue/action";
import { waiting } from "../../queue/queue";
import { forgetEverything } from "../../storage/database";
import { soon } from "../../test-soon";
import { Around, jan, visitOf } from "../../testing";
import { t } from "../../texts";
import { visits } from "../../visits/visits";
import { AfterwardsScreen } from "./AfterwardsScreen";

const goesHome = visitOf({
  state: "ended",
  endedAt: "2026-11-23T13:35:00Z",
  watch: {
    ...visitOf().watch,
    nextDeadline: { kind: "home_safe", dueAt: "2026-11-23T14:10:00Z" } as Visit["watch"]["nextDeadline"],
  },
});
const calm = visits.get();

const shows = (me: Me) => {
  history.replaceState(null, "", "/visits/v/afterwards");
  render(
    <Around me={me}>
      <Router>
        <Route path="/visits/:id/afterwards" component={AfterwardsScreen} />
        <Route default component={() => null} />
      </Router>
    </Around>,
  );
};

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  visits.set({ ...calm, all: [goesHome], asOf: goesHome.asOf });
});
afterEach(async () => {
  cleanup();
  await forgetEverything();
  waiting.set([]);
  visits.set(calm);
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

it("asks who has a PIN for it when they say that they are home", async () => {
  shows({ ...jan, hasPin: true });
  fireEvent.click(screen.getByRole("button", { name: t.afterwards.home }));
  await screen.findByText(t.pin.title);
  expect(waiting.get()).toEqual([]);
  for (const digit of "1234") fireEvent.click(screen.getByText(digit, { selector: "button" }));
  fireEvent.click(screen.getByText(t.pending.kinds.ok));
  await soon(() => expect(waiting.get()).toMatchObject([{ kind: "ok", subject: "v" }]));
});

it("sends it at once where there is no PIN", async () => {
  shows(jan);
  fireEvent.click(screen.getByRole("button", { name: t.afterwards.home }));
  await soon(() => expect(waiting.get()).toMatchObject([{ kind: "ok", subject: "v" }]));
});

it("asks for the PIN that only the server knew of, and says nothing of a refusal", async () => {
  waiting.set([
    {
      key: "k",
      kind: "ok",
      subject: "v",
      body: {},
      refused: {
        status: 422,
        code: "",
        message: "x",
        errors: [{ pointer: "/pin", code: "pin_required", detail: "x" }],
      },
    } as unknown as Action,
  ]);
  shows(jan);
  await screen.findByText(t.pin.required);
});
