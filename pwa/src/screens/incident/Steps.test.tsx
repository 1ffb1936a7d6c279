import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/calls";
import { emptyDraft, type About } from "../../incidents/draft";
import { Around, fatima, jan } from "../../testing";
import { soon } from "../../test-soon";
import { Steps } from "./Steps";

const change = vi.fn();
const ownAccord: About = { visitId: null, alarmId: null };

beforeEach(() => vi.spyOn(api, "colleagues").mockResolvedValue([{ id: "jan", name: "Jan de Wit" }]));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const drawn = (me: typeof jan, about: About = ownAccord) =>
  render(
    <Around me={me}>
      <Steps draft={emptyDraft(about, "", "2026-11-23", "14:00")} change={change} />
    </Around>,
  );

it("lets the desk say to whom it happened, and back", async () => {
  drawn(fatima);
  await soon(() => expect(screen.getByText("Jan de Wit")).toBeTruthy());
  const whom = screen.getByLabelText("Wie overkwam het?");
  fireEvent.change(whom, { target: { value: "jan" } });
  expect(change).toHaveBeenLastCalledWith({ employeeId: "jan" });
  fireEvent.change(whom, { target: { value: "" } });
  expect(change).toHaveBeenLastCalledWith({ employeeId: null });
});

it("asks no worker for whom it is, and nobody of a visit", () => {
  drawn(jan);
  expect(screen.queryByLabelText("Wie overkwam het?")).toBeNull();
  cleanup();
  drawn(fatima, { visitId: "v", alarmId: null });
  expect(screen.queryByLabelText("Wie overkwam het?")).toBeNull();
});
