import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../../api/later";
import { Problem } from "../../../api/problem";
import type { CarePlan, WholeIncident } from "../../../api/types";
import { setTimeZone } from "../../../time/format";
import { CareSection } from "./CareSection";

setTimeZone("Europe/Amsterdam");
const incident = { id: "i1" } as WholeIncident;
const own = {
  id: "p1",
  seenAs: "own",
  person: { id: "w1", name: "Jan de Wit" },
  whom: "",
  endedAt: null,
  carer: "de leidinggevende",
  carers: [{ id: "m1", name: "Karin Smit", called: "de leidinggevende" }],
  steps: [{ id: "t1", title: "Tweede gesprek met Jan de Wit", state: "open", dueAt: "2026-12-04T16:00:00Z" }],
  offers: [{ offer: "aftercare.offers[0]", name: "Slachtofferhulp", accepted: null, by: [], parties: [] }],
  evaluation: { asks: "Was het genoeg?", byEmployee: null, byCarer: null, mayAnswer: true },
  information: ["Dit zijn normale reacties."],
  regular: true,
  freeChoice: false,
  graver: [],
  hit: "victim",
  alsoFor: ["andere klanten"],
  mayAdd: false,
} as unknown as CarePlan;

/** As the page of the report, which asks for all of it again. */
function Shown() {
  const [round, setRound] = useState(0);
  return <CareSection incident={incident} round={round} again={() => setRound((before) => before + 1)} />;
}

const shows = async (plan: CarePlan) => {
  vi.spyOn(api, "careOf").mockResolvedValue({ plans: [plan], more: false, asOf: "2026-12-02T10:00:00Z" });
  render(<Shown />);
  await screen.findByRole("heading", { name: "Nazorg" });
};

beforeEach(() => vi.restoreAllMocks());
afterEach(cleanup);

it("says to whoever was hit what is planned, with whom and until when", async () => {
  await shows(own);
  expect(screen.getByRole("heading", { name: "Wat er voor je gepland is" })).toBeTruthy();
  expect(screen.getByText("Bij de leidinggevende: Karin Smit")).toBeTruthy();
  expect(screen.getByText("Tweede gesprek met Jan de Wit: uiterlijk 4 december 2026")).toBeTruthy();
  expect(screen.getByText("Dit zijn normale reacties.")).toBeTruthy();
});

it("gives the talks to somebody else by one tap, and says so where there is nobody", async () => {
  await shows(own);
  const asked = vi.spyOn(api, "anotherPerson").mockRejectedValueOnce(new Problem(409, "Er is niemand anders.", ""));
  fireEvent.click(screen.getByRole("button", { name: "Liever een ander" }));
  await screen.findByText("Er is niemand anders.");
  asked.mockResolvedValueOnce(own);
  fireEvent.click(screen.getByRole("button", { name: "Liever een ander" }));
  await waitFor(() => expect(api.careOf).toHaveBeenCalledTimes(2));
});

it("answers an offer and the question whether it was enough", async () => {
  await shows(own);
  const offered = vi.spyOn(api, "offerCare").mockResolvedValue(own);
  fireEvent.click(screen.getByRole("button", { name: "Nee, dank je: Slachtofferhulp" }));
  await waitFor(() => expect(offered).toHaveBeenCalledWith("p1", { offer: "aftercare.offers[0]", accepted: false }));
  const said = vi.spyOn(api, "evaluateCare").mockResolvedValue(own);
  fireEvent.click(screen.getByRole("button", { name: "Nee" }));
  await waitFor(() => expect(said).toHaveBeenCalledWith("p1", false));
});

it("says through whom help goes and how to reach them, and takes a later yes", async () => {
  const party = { name: "Dommeldal", phone: "+31201234567", email: null, address: "", contact: "" };
  const offer = {
    ...own.offers[0],
    by: ["de bedrijfsmaatschappelijk werker"],
    parties: [party],
    accepted: false,
    answeredOn: "2026-12-01",
    answeredBy: { id: "k1", name: "Karin Smit" },
  };
  const said = { asks: "Was het genoeg?", byEmployee: false, byCarer: true, mayAnswer: false };
  await shows({ ...own, offers: [offer], evaluation: said } as unknown as CarePlan);
  expect(screen.getByText("Door de bedrijfsmaatschappelijk werker")).toBeTruthy();
  expect(screen.getByText("Zo bereik je Dommeldal: +31201234567")).toBeTruthy();
  expect(
    screen.getByText("Op 1 december 2026 is gezegd dat het niet nodig is. Genoteerd door Karin Smit."),
  ).toBeTruthy();
  expect(screen.getByText("Je vond de opvang niet genoeg.")).toBeTruthy();
  expect(screen.getByText("Wie de opvang deed, vond die genoeg.")).toBeTruthy();
  const offered = vi.spyOn(api, "offerCare").mockResolvedValue(own);
  fireEvent.click(screen.getByRole("button", { name: "Toch graag: Slachtofferhulp" }));
  await waitFor(() => expect(offered).toHaveBeenCalledWith("p1", { offer: "aftercare.offers[0]", accepted: true }));
});

it("lets whoever cares note what was said, and not say it in the employee's words", async () => {
  await shows({ ...own, seenAs: "cares" });
  expect(screen.getByRole("button", { name: "Wil dit niet: Slachtofferhulp" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Nee, dank je: Slachtofferhulp" })).toBeNull();
});

it("shows who only sees that it goes on nothing to press", async () => {
  await shows({ ...own, seenAs: "runs", offers: [], evaluation: null, information: [] });
  expect(screen.getByText("De nazorg loopt. Wat er besproken is, zie je hier niet.")).toBeTruthy();
  expect(screen.queryAllByRole("button")).toEqual([]);
});

it("lets who holds a talk tick its points and say what became of it, and write nothing", async () => {
  const step = {
    ...own.steps[0],
    mine: true,
    byHand: true,
    points: [
      { text: "Reconstructie", done: false },
      { text: "Emoties", done: false },
    ],
    outcomes: ["held", "not_wanted", "enough"],
  };
  await shows({ ...own, seenAs: "cares", regular: false, steps: [step] } as unknown as CarePlan);
  fireEvent.click(screen.getByRole("checkbox", { name: "Emoties" }));
  expect(screen.queryByRole("radio", { name: "Gevoerd, en genoeg zo" }), "it does not come again").toBeNull();
  expect(screen.queryByRole("textbox")).toBeNull();
  const done = vi.spyOn(api, "taskDone").mockResolvedValue({} as Awaited<ReturnType<typeof api.taskDone>>);
  fireEvent.click(screen.getByRole("button", { name: "Dit is gedaan" }));
  await screen.findByText("Kies er een");
  expect(done).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("radio", { name: "Gevoerd" }));
  fireEvent.click(screen.getByRole("button", { name: "Dit is gedaan" }));
  const points = [
    { text: "Reconstructie", done: false },
    { text: "Emoties", done: true },
  ];
  await waitFor(() => expect(done).toHaveBeenCalledWith("t1", { points, outcome: "held", note: "" }));
});

it("keeps a talk whose time has not come folded, and names it without a full stop in the middle", async () => {
  const task = { ...own.steps[0], title: "Maak een afspraak.", mine: true, byHand: true, points: [], outcomes: [] };
  const later = { ...task, id: "t2", kind: "talk", title: "Derde gesprek", notBefore: "2126-12-04T08:00:00Z" };
  // In the weekend the first care waits for the office, and is never folded.
  const first = { ...task, id: "t3", kind: "first_care", title: "Eerste opvang", notBefore: later.notBefore };
  await shows({ ...own, seenAs: "cares", steps: [task, later, first] } as unknown as CarePlan);
  expect(screen.getByText("Maak een afspraak: uiterlijk 4 december 2026")).toBeTruthy();
  const folded = screen.getByText("Derde gesprek: vanaf 4 december 2126").closest("details");
  expect(folded?.open).toBe(false);
  expect(screen.getAllByRole("button", { name: "Dit is gedaan" }).filter((one) => !one.closest("details")).length).toBe(
    2,
  );
});

it("lets who cares say that it was grave, once, and only what is noted", async () => {
  const rule = { rule: 0, after: "een ernstig voorval", steps: ["Informeer partner en familie."], started: false };
  const laid = { ...rule, rule: 1, after: "een extreem incident", started: true };
  const told = { ...rule, rule: 2, after: "klachten", toldOnly: true };
  const plan = { ...own, seenAs: "cares", steps: [], offers: [], evaluation: null, graver: [rule, laid, told] };
  await shows(plan as unknown as CarePlan);
  expect(screen.getByText("Na een ernstig voorval")).toBeTruthy();
  expect(screen.getByText("Deze stappen staan klaar.")).toBeTruthy();
  const said = vi.spyOn(api, "graverCare").mockResolvedValue(own);
  const buttons = screen.getAllByText("Dit was ernstig: zet deze stappen klaar");
  expect(buttons.length, "not where it was laid, not where it is only told").toBe(1);
  fireEvent.click(buttons[0] as HTMLElement);
  await waitFor(() => expect(said).toHaveBeenCalledWith("p1", 0));
});

it("adds a colleague who helped, or people from outside in the protocol's words, for who may", async () => {
  const colleagues = [
    { id: "w1", name: "Jan de Wit" },
    { id: "w2", name: "Els Bakker" },
  ];
  vi.spyOn(api, "colleagues").mockResolvedValue(colleagues);
  await shows({ ...own, seenAs: "runs", mayAdd: true });
  fireEvent.click(screen.getByRole("button", { name: "Ook iemand anders opvangen" }));
  const who = await screen.findByRole("combobox", { name: "Wie?" });
  await screen.findByRole("option", { name: "Els Bakker" });
  expect(screen.queryByRole("option", { name: "Jan de Wit" }), "nobody gets two plans").toBeNull();
  const added = vi.spyOn(api, "addToCare").mockResolvedValue(own);
  fireEvent.click(screen.getByRole("button", { name: "Zet de opvang klaar" }));
  await waitFor(() => expect(screen.getAllByText("Kies er een").length).toBe(2));
  expect(added).not.toHaveBeenCalled();
  fireEvent.change(who, { target: { value: "w2" } });
  fireEvent.click(screen.getByRole("radio", { name: "Hielp" }));
  fireEvent.click(screen.getByRole("button", { name: "Zet de opvang klaar" }));
  await waitFor(() => expect(added).toHaveBeenCalledWith("i1", { hit: "helped", personId: "w2" }));
  await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  fireEvent.click(screen.getByRole("button", { name: "Ook iemand anders opvangen" }));
  fireEvent.change(await screen.findByRole("combobox", { name: "Wie?" }), { target: { value: "andere klanten" } });
  fireEvent.click(screen.getByRole("radio", { name: "Was erbij" }));
  fireEvent.click(screen.getByRole("button", { name: "Zet de opvang klaar" }));
  await waitFor(() => expect(added).toHaveBeenLastCalledWith("i1", { hit: "bystander", whom: "andere klanten" }));
});

it("is not there where the caller sees no care", async () => {
  vi.spyOn(api, "careOf").mockResolvedValue({ plans: [], more: false, asOf: "2026-12-02T10:00:00Z" });
  const { container } = render(<Shown />);
  await waitFor(() => expect(api.careOf).toHaveBeenCalled());
  expect(container.textContent).toBe("");
});
