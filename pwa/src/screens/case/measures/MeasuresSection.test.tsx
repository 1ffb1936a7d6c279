import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../../api/later";
import { Problem } from "../../../api/problem";
import type {
  AdvisedMeasure,
  AggressorOfReport,
  Measure,
  MeasureAdvice,
  ReportLine,
  WholeIncident,
} from "../../../api/types";
import { Around, fatima } from "../../../testing";
import { setTimeZone } from "../../../time/format";
import { MeasuresSection } from "./MeasuresSection";

setTimeZone("Europe/Amsterdam");
const karin = { ...fatima, grants: [{ role: "manager" as const, team: null }] };
const incident = { id: "i1", employee: { id: "w1", name: "Jan de Wit" } } as WholeIncident;
const ban: AdvisedMeasure = {
  kind: "access_ban",
  name: "Toegangsverbod",
  rule: "measures[1]",
  months: 6,
  weeks: null,
  about: false,
  until: "2027-05-26",
  percent: null,
  letterId: "ban",
  possibly: false,
  orally: false,
  decidedBy: ["board"],
  decidedByMe: false,
  inConsultation: ["employee"],
  first: "Eerst het ordegesprek.",
  askFirst: [],
  withheld: false,
  where: "het stadhuis",
  conditions: ["on_invitation", "only_by_phone"],
  because: null,
  needsEnd: true,
  lasting: true,
};
const advice: MeasureAdvice = {
  rule: "measures[1]",
  because: "Tweede keer binnen 6 maanden: eerste op 12-3. Dezelfde persoon volgens Fatima Bakker.",
  repeated: { count: 1, since: "2026-03-12", incidents: ["i0"] },
  measures: [ban],
  others: ["warning", "damage_claim"],
  neverLetter: false,
  functions: { board: "het college" },
};
const person: AggressorOfReport = {
  incidentId: "i1",
  aggressorId: null,
  said: [],
  reports: [],
  proposals: [
    {
      why: ["address"],
      report: {
        incidentId: "i0",
        happenedAt: "2026-03-12T10:00:00Z",
        told: { name: "Pieters", initials: null, dateOfBirth: "1981-03-04", address: null, clientReference: null },
        measures: [],
        mine: false,
      },
    },
  ],
};

beforeEach(() => {
  vi.spyOn(api, "measuresOf").mockResolvedValue([] as Measure[]);
  vi.spyOn(api, "advice").mockResolvedValue(advice);
  vi.spyOn(api, "aggressorOf").mockResolvedValue(person);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const shown = () =>
  render(
    <Around me={karin}>
      <MeasuresSection incident={incident} round={0} again={() => undefined} />
    </Around>,
  );

it("says what the protocol advises, why, and who decides in its words", async () => {
  shown();
  expect(await screen.findByText(advice.because)).toBeTruthy();
  for (const line of ["6 maanden", "Besluit: het college", "Eerst het ordegesprek.", "Voor: het stadhuis"])
    expect(screen.getByText(line)).toBeTruthy();
});

it("puts it to who decides, with the reason and the chosen condition", async () => {
  const take = vi.spyOn(api, "takeMeasure").mockResolvedValue({} as Measure);
  shown();
  fireEvent.click(await screen.findByRole("button", { name: "Voorleggen: Toegangsverbod" }));
  fireEvent.click(screen.getByRole("button", { name: "Voorleggen" }));
  await waitFor(() => expect(screen.getByLabelText("Waarom").getAttribute("aria-invalid")).toBe("true"));
  expect(take).not.toHaveBeenCalled();
  fireEvent.input(screen.getByLabelText("Waarom"), { target: { value: "De derde keer" } });
  fireEvent.click(screen.getByLabelText("alleen op uitnodiging"));
  fireEvent.click(screen.getByRole("button", { name: "Voorleggen" }));
  await waitFor(() =>
    expect(take).toHaveBeenCalledWith("i1", {
      kind: "access_ban",
      conditions: ["on_invitation"],
      reason: "De derde keer",
      declined: false,
    }),
  );
});

it("says of a proposal not to take it what it is, and both answers what they do", async () => {
  const put = {
    id: "m1",
    kind: "access_ban",
    name: "Toegangsverbod",
    state: "put",
    from: "2026-11-01",
    until: "2027-03-01",
    conditions: [],
    checklist: [],
    breaches: [],
    decidersCalled: ["het college"],
    notToTake: true,
    needsEnd: false,
    percent: null,
    percentLimits: null,
    mayDecide: true,
    asAdvised: false,
    reason: "Hij is verhuisd",
    putBy: { id: "w2", name: "Karin" },
    putAt: "2026-11-01T10:00:00Z",
  } as unknown as Measure;
  vi.spyOn(api, "measuresOf").mockResolvedValue([put]);
  const decide = vi.spyOn(api, "decideMeasure").mockResolvedValue({} as Measure);
  shown();
  expect(await screen.findByText("Voorstel: niet nemen")).toBeTruthy();
  expect(screen.getByText("Karin stelde op 1 november 2026 voor om dit niet te doen")).toBeTruthy();
  expect(screen.queryByText("1 november 2026 tot en met 1 maart 2027")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Maatregel niet nemen" }));
  await waitFor(() => expect(decide).toHaveBeenCalledWith("m1", { yes: false, reason: "" }));
  fireEvent.click(await screen.findByRole("button", { name: "Maatregel toch nemen" }));
  expect(decide).toHaveBeenCalledTimes(1);
  fireEvent.input(screen.getByLabelText("Waarom"), { target: { value: "Hij kwam terug" } });
  fireEvent.submit(screen.getByLabelText("Waarom").closest("form") as HTMLFormElement);
  await waitFor(() => expect(decide).toHaveBeenLastCalledWith("m1", { yes: true, reason: "Hij kwam terug" }));
});

it("lays both reports beside each other for the human who says that it is the same person", async () => {
  const told = { name: "J. Pieters", initials: null, dateOfBirth: "1981-03-04", address: null, clientReference: "K-7" };
  const own = { incidentId: "i1", happenedAt: "2026-11-20T10:00:00Z", told, measures: [], mine: true };
  vi.spyOn(api, "aggressorOf").mockResolvedValue({ ...person, reports: [own] });
  const same = vi.spyOn(api, "samePerson").mockResolvedValue(person);
  shown();
  expect(await screen.findByText("hetzelfde adres")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Vergelijken: Melding van 12 maart 2026" }));
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows).toEqual([
    "Deze meldingMelding van 12 maart 2026",
    "NaamJ. PietersPieters",
    "Geboren hetzelfde4 maart 19814 maart 1981",
    "KenmerkK-7niet bekend",
  ]);
  expect(screen.queryByText("Die melding lezen"), "of another team").toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Dit is dezelfde persoon" }));
  await waitFor(() => expect(same).toHaveBeenCalledWith("i1", "i0"));
  await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
});

it("finds an earlier report by a name, to compare", async () => {
  const line = { ...person.proposals[0]?.report, incidentId: "i9", mine: true } as ReportLine;
  const look = vi.spyOn(api, "searchPerson").mockResolvedValue({ reports: [line], more: false });
  shown();
  fireEvent.input(await screen.findByLabelText("Een eerdere melding zoeken"), { target: { value: " Pieters " } });
  fireEvent.click(screen.getByText("Zoeken"));
  await waitFor(() => expect(look).toHaveBeenCalledWith("i1", "Pieters"));
  await waitFor(() => expect(screen.getAllByRole("button", { name: /^Vergelijken: / }).length).toBe(2));
  look.mockResolvedValue({ reports: [], more: false });
  fireEvent.click(screen.getByText("Zoeken"));
  expect(await screen.findByText("Niets gevonden.")).toBeTruthy();
});

it("asks for no advice where it happened to whoever looks", async () => {
  render(
    <Around me={{ ...karin, id: "w1" }}>
      <MeasuresSection incident={incident} round={0} again={() => undefined} />
    </Around>,
  );
  expect(await screen.findByText("Maatregelen")).toBeTruthy();
  expect(api.advice).not.toHaveBeenCalled();
  expect(screen.queryByText("Een andere maatregel")).toBeNull();
});

it("shows nothing to who may not see it", async () => {
  const refused = new Problem(403, "Dat mag je niet", "");
  vi.spyOn(api, "measuresOf").mockRejectedValue(refused);
  vi.spyOn(api, "advice").mockRejectedValue(refused);
  const { container } = shown();
  await waitFor(() => expect(api.advice).toHaveBeenCalled());
  expect(container.textContent).not.toContain("Maatregelen");
});
