import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../api/later";
import type { Letter, Me, Task } from "../api/types";
import { Around, fatima } from "../testing";
import { setTimeZone } from "../time/format";
import { TaskCard } from "./TaskCard";

setTimeZone("Europe/Amsterdam");
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const hr = { ...fatima, grants: [{ role: "hr" as const, team: null }] };
const task = (kind: Task["kind"]): Task =>
  ({
    id: "t1",
    kind,
    title: "Taak",
    incidentId: "i1",
    aboutId: "a1",
    because: "ours",
    parties: [],
    madeAt: "2026-11-28T10:00:00Z",
    dueAt: "2026-11-30T10:00:00Z",
    mine: true,
  }) as unknown as Task;
const shows = (one: Task, me: Me = hr, done: () => void = vi.fn()) =>
  render(
    <Around me={me}>
      <TaskCard task={one} onDone={done} />
    </Around>,
  );

it("lets who decides by a function, and reads no reports, go to what waits for them", () => {
  shows(task("decide_measures"));
  expect(screen.getByRole("link", { name: "Maatregelen" }).getAttribute("href")).toBe("/measures");
});

it("shows a letter to who signs it by a function, and signs what was read", async () => {
  const letter = {
    id: "a1",
    name: "Toegangsverbod",
    addressee: { name: "J. Pieters" },
    text: ["U mag niet langskomen."],
    missing: [],
    behind: [],
    maySign: true,
    revision: 4,
  } as unknown as Letter;
  vi.spyOn(api, "letter").mockResolvedValue(letter);
  const sign = vi.spyOn(api, "signLetter").mockResolvedValue(letter);
  const done = vi.fn();
  shows(task("sign_letter"), hr, done);
  fireEvent.click(screen.getByRole("button", { name: "Ondertekenen" }));
  expect(await screen.findByText("U mag niet langskomen.")).toBeTruthy();
  const [, inSheet] = screen.getAllByRole("button", { name: "Ondertekenen", hidden: true });
  fireEvent.click(inSheet as HTMLElement);
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(sign).toHaveBeenCalledWith("a1", 4);
});

it("says the hour where it is due by the hour", () => {
  shows({ ...task("official"), because: "aftercare.officials.answer_within_hours" });
  expect(screen.getByText(/30 november 2026, 11:00/)).toBeTruthy();
  cleanup();
  shows(task("official"));
  expect(screen.queryByText(/11:00.*uiterlijk|uiterlijk.*11:00/)).toBeNull();
});

it("leads whoever reads reports to the report", () => {
  shows(task("sign_letter"), { ...fatima, grants: [{ role: "manager" as const, team: null }] });
  expect(screen.queryByRole("button", { name: "Ondertekenen" })).toBeNull();
  expect(screen.getByRole("link", { name: "Naar de melding" })).toBeTruthy();
});

it("asks others to help whoever let it lie, and not themselves", () => {
  const late = { ...task("complete_form"), passedOn: true, person: { id: hr.id, name: "Hanna Visser" } } as Task;
  const { rerender } = shows(late);
  expect(screen.queryByText(/bleef liggen/)).toBeNull();
  rerender(
    <Around me={{ ...hr, id: "another" }}>
      <TaskCard task={late} onDone={vi.fn()} />
    </Around>,
  );
  expect(screen.getByText(/Dit bleef liggen bij Hanna Visser/)).toBeTruthy();
});
