import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../../api/later";
import type { DamageOfIncident, Damages, WholeIncident } from "../../../api/types";
import { Around, fatima } from "../../../testing";
import { setTimeZone } from "../../../time/format";
import { DamagesSection } from "./DamagesSection";

setTimeZone("Europe/Amsterdam");
const glasses: DamageOfIncident = {
  id: "d1",
  whose: "employee",
  what: "Bril",
  amount: 129.95,
  mayPay: true,
  recovers: true,
  paid: null,
  recovery: null,
  missing: ["paid", "recovery"],
  notedBy: null,
  notedAt: null,
};
const settling: Damages = {
  recovers: ["material", "immaterial"],
  staffPaid: "always",
  says: ["Geef schade altijd door aan de receptie."],
  lines: [glasses],
  maySettle: true,
};
const incident = (more: Partial<WholeIncident> = {}) =>
  ({ id: "i1", damage: true, damages: [{ id: "d1" }], settling, ...more }) as WholeIncident;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const shown = (one: WholeIncident) => {
  const again = vi.fn();
  render(
    <Around me={fatima}>
      <DamagesSection incident={one} round={0} again={again} />
    </Around>,
  );
  return again;
};

it("notes what was paid, and that it was asked back", async () => {
  const settle = vi.spyOn(api, "settleDamage").mockResolvedValue(settling);
  const again = shown(incident());
  expect(screen.getByText("Nog te doen: noteren of de medewerker betaald is, noteren wat er verhaald is")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Noteren hoe het afliep: Bril" }));
  fireEvent.click(screen.getByText("Bewaren"));
  expect(screen.getByText("Kies er een")).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Ja"));
  expect(screen.getByLabelText("Bedrag in euro")).toHaveProperty("value", "129,95");
  fireEvent.input(screen.getByLabelText("Betaald op"), { target: { value: "2026-03-20" } });
  fireEvent.click(screen.getByLabelText("In het strafproces, als benadeelde of burgerlijke partij"));
  fireEvent.input(screen.getByLabelText("Teruggevraagd op"), { target: { value: "2026-03-21" } });
  fireEvent.input(screen.getByLabelText("Ontvangen bedrag in euro"), { target: { value: "1.299" } });
  fireEvent.click(screen.getByText("Bewaren"));
  expect(settle).not.toHaveBeenCalled();
  fireEvent.input(screen.getByLabelText("Ontvangen bedrag in euro"), { target: { value: "" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await waitFor(() => expect(again).toHaveBeenCalledTimes(1));
  expect(settle.mock.calls[0]?.slice(1)).toEqual([
    "d1",
    {
      paid: { yes: true, amount: 129.95, on: "2026-03-20", why: "" },
      recovery: { how: "civil_party", claimedOn: "2026-03-21", amount: null, on: null, why: "" },
    },
  ]);
});

it("asks why, where nothing is recovered, and pays nobody but an employee", async () => {
  const settle = vi.spyOn(api, "settleDamage").mockResolvedValue(settling);
  const line = { ...glasses, whose: "organisation" as const, what: "Ruit", mayPay: false };
  shown(incident({ settling: { ...settling, lines: [line] } }));
  fireEvent.click(screen.getByRole("button", { name: "Noteren hoe het afliep: Ruit" }));
  expect(screen.queryByLabelText("Ja")).toBeNull();
  fireEvent.click(screen.getByLabelText("Er wordt niets verhaald"));
  fireEvent.click(screen.getByText("Bewaren"));
  expect(screen.getByText("Schrijf op waarom")).toBeTruthy();
  fireEvent.input(screen.getByLabelText("Waarom niet?"), { target: { value: "Verzekerd" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await waitFor(() => expect(settle).toHaveBeenCalledTimes(1));
  expect(settle.mock.calls[0]?.[2]).toMatchObject({ paid: null, recovery: { how: "nothing", why: "Verzekerd" } });
});

it("says how it ended, in Dutch amounts, to whoever only reads it", () => {
  const ended = {
    ...glasses,
    amount: 1299.95,
    paid: { yes: true, amount: 1299.95, on: "2026-03-20", why: "" },
    recovery: {
      how: "settlement" as const,
      claimedOn: null,
      amount: 1000,
      on: "2026-05-01",
      why: "",
      underWay: false,
    },
    missing: [],
  };
  shown(incident({ settling: { ...settling, lines: [ended], maySettle: false } }));
  const text = document.body.textContent?.replace(/\s/g, " ") ?? "";
  expect(text).toContain("Betaald aan de medewerker: € 1.299,95, op 20 maart 2026");
  expect(text).toContain("Verhaald: € 1.000,00, op 1 mei 2026 (door een minnelijke schikking)");
  expect(screen.queryByRole("button")).toBeNull();
});

it("shows nothing where there is none, and says it where nobody said which", () => {
  const none = { ...settling, lines: [] };
  shown(incident({ damage: false, damages: [], settling: none }));
  expect(screen.queryByText("Schade")).toBeNull();
  cleanup();
  shown(incident({ damages: [], settling: none }));
  expect(screen.getByText("Er is schade. Zet in de melding wat er kapot of weg is.")).toBeTruthy();
});
