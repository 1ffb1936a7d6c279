import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../../api/later";
import type { PoliceMatter, PoliceOfIncident, WholeIncident } from "../../../api/types";
import { Around, fatima } from "../../../testing";
import { setTimeZone } from "../../../time/format";
import { PoliceSection } from "./PoliceSection";

setTimeZone("Europe/Amsterdam");
const incident = { id: "i1", revision: 1, state: "reported", employee: { id: "jan", name: "Jan" } } as WholeIncident;
const asked: PoliceOfIncident = {
  protocol: {
    address: "Wolvenhoek 1",
    voluntary: true,
    when: [],
    otherwise: [],
    inConsultation: [],
    accompaniedBy: ["de teammanager"],
    accompaniedIfNeeded: true,
    where: null,
    literally: true,
    witnesses: true,
    residentTold: false,
    copyOfRecord: false,
    afterwardsWith: [],
    informedBy: [],
  },
  asked: [{ against: "person", kinds: ["report"], certainty: "always", because: "police_report.always_for" }],
  mayReport: [{ against: "person", by: ["employee"], mayDecide: true }],
  mayNote: false,
  matters: [],
};
const report: PoliceMatter = {
  id: "m1",
  against: "person",
  kind: "report",
  why: "",
  by: { id: "jan", name: "Jan" },
  forOrganisation: false,
  address: "Wolvenhoek 1",
  accompaniedBy: null,
  on: null,
  where: "",
  number: "",
  copyOfRecord: "not_asked",
  toldOn: null,
  agreedOn: null,
  outcome: null,
  outcomeNote: "",
  literally: "",
  means: "",
  motive: "",
  missing: ["on", "number"],
  mayNote: true,
  mayDecide: false,
  notedBy: { id: "jan", name: "Jan" },
  notedAt: "2026-03-12T10:00:00Z",
  changedBy: null,
  changedAt: null,
};

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const jan = { ...fatima, id: "jan" };
const shown = (police: PoliceOfIncident, me = fatima) => {
  vi.spyOn(api, "police").mockResolvedValue(police);
  render(
    <Around me={me}>
      <PoliceSection incident={incident} round={0} again={() => undefined} />
    </Around>,
  );
};

it("lets the employee decide not to, and sends nothing of a day", async () => {
  const decide = vi.spyOn(api, "decidePolice").mockResolvedValue(asked);
  shown(asked, jan);
  expect(await screen.findByText("Adres in de aangifte: Wolvenhoek 1. Geef nooit een privéadres op.")).toBeTruthy();
  expect(screen.getByText("Wat jou is aangedaan, geef je zelf aan. Je bent het niet verplicht.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Beslissen: Wat de medewerker is aangedaan" }));
  fireEvent.click(screen.getByText("Bewaren"));
  expect(decide).not.toHaveBeenCalled();
  fireEvent.click(screen.getByLabelText("Geen van beide"));
  fireEvent.click(screen.getByText("Bewaren"));
  await waitFor(() => expect(decide).toHaveBeenCalledTimes(1));
  expect(decide.mock.calls[0]?.[1]).toMatchObject({ kind: "none", against: "person", why: "", on: null });
});

it("notes for the employee only with the day on which they went", async () => {
  const decide = vi.spyOn(api, "decidePolice").mockResolvedValue(asked);
  shown({ ...asked, mayNote: true, mayReport: [{ against: "person", by: ["employee"], mayDecide: false }] });
  fireEvent.click(await screen.findByText("Noteren dat de medewerker ging"));
  expect(screen.queryByLabelText("Geen van beide")).toBeNull();
  fireEvent.click(screen.getByLabelText("Aangifte"));
  fireEvent.click(screen.getByText("Bewaren"));
  expect(decide).not.toHaveBeenCalled();
  fireEvent.input(screen.getByLabelText("Gedaan op"), { target: { value: "2026-03-12" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await waitFor(() => expect(decide).toHaveBeenCalledTimes(1));
  expect(decide.mock.calls[0]?.[1]).toMatchObject({ kind: "report", byId: "jan", on: "2026-03-12" });
});

it("says what is still to be done, and sends no kind that stays the same", async () => {
  const note = vi.spyOn(api, "notePolice").mockResolvedValue(asked);
  shown({ ...asked, matters: [report] });
  expect(await screen.findByText("Nog te doen: gaan, het nummer noteren")).toBeTruthy();
  expect(screen.queryByText("Beslissen")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: /^Noteren hoe het ging/ }));
  fireEvent.input(screen.getByLabelText("Nummer"), { target: { value: "PL21-4711" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await waitFor(() => expect(note).toHaveBeenCalledTimes(1));
  expect(note.mock.calls[0]?.[2]).toMatchObject({ number: "PL21-4711" });
  expect(note.mock.calls[0]?.[2]).not.toHaveProperty("kind");
});

it("asks of who chose not to report it for no account of how it went, and lets only them choose otherwise", async () => {
  const none = { ...report, kind: "none" as const, missing: [], mayNote: true };
  shown({ ...asked, matters: [{ ...none, mayDecide: true }] });
  expect(await screen.findByRole("button", { name: /^Toch anders beslissen/ })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Noteren hoe het ging/ })).toBeNull();
  cleanup();
  shown({ ...asked, matters: [{ ...none, mayDecide: false }] });
  expect(await screen.findByText(/^Geen aangifte of melding/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /anders beslissen|Noteren hoe het ging/ })).toBeNull();
});

it("shows nothing where nothing is asked", async () => {
  shown({ ...asked, asked: [] });
  await waitFor(() => expect(api.police).toHaveBeenCalled());
  expect(screen.queryByText("Politie")).toBeNull();
});
