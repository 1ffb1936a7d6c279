import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { FunctionHeld, Person } from "../../api/types";
import { Around, jan } from "../../testing";
import { soon } from "../../test-soon";
import { FunctionsScreen } from "./FunctionsScreen";
import { asSent, checkHolder, holderFieldAt, noHolder } from "./holders";

const council: FunctionHeld["holders"][number] = {
  team: null,
  person: null,
  party: { name: "Slachtofferhulp", email: "hulp@voorbeeld.test", phone: null, address: "", contact: "" },
};
const trusted: FunctionHeld = {
  function: "trusted_person",
  name: "de vertrouwenspersoon",
  ofATeam: false,
  asked: true,
  role: null,
  heldByNobody: true,
  holders: [],
};
const helped: FunctionHeld = {
  ...trusted,
  function: "victim_support",
  name: "slachtofferhulp",
  heldByNobody: false,
  holders: [council],
};

beforeEach(() => {
  vi.spyOn(api, "functions").mockResolvedValue({ functions: [trusted, helped] });
  vi.spyOn(api, "people").mockResolvedValue([
    { id: "noor", name: "Noor", active: true, grants: [{ role: "hr", teamId: null }] },
    { id: "oud", name: "Oud", active: false, grants: [{ role: "hr", teamId: null }] },
  ] as Person[]);
  vi.spyOn(api, "teams").mockResolvedValue({ teams: [{ id: "t", name: "Team Noord" }] });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const drawn = async () => {
  render(
    <Around me={jan}>
      <FunctionsScreen />
    </Around>,
  );
  await soon(() => expect(screen.getByText("de vertrouwenspersoon")).toBeTruthy());
};

it("says what nobody holds, and names somebody who still works here", async () => {
  const set = vi.spyOn(api, "setHolders").mockResolvedValue({ ...trusted, heldByNobody: false });
  await drawn();
  expect(screen.getByText("Voor één functie uit het protocol is niemand aangewezen. Wijs iemand aan.")).toBeTruthy();
  expect(screen.getAllByText("Niemand vervult deze functie")).toHaveLength(1);
  fireEvent.click(screen.getByLabelText("Iemand aanwijzen: de vertrouwenspersoon"));
  await soon(() => expect(screen.getByText("Noor")).toBeTruthy());
  expect(screen.queryByText("Oud")).toBeNull();
  fireEvent.click(screen.getByText("Bewaren"));
  await soon(() => expect(screen.getByText("Kies er een")).toBeTruthy());
  expect(set).not.toHaveBeenCalled();
  fireEvent.change(screen.getByLabelText("Medewerker"), { target: { value: "noor" } });
  fireEvent.change(screen.getByLabelText("Voor welk team"), { target: { value: "t" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await soon(() => expect(set).toHaveBeenCalledWith("trusted_person", [{ teamId: "t", personId: "noor" }]));
});

it("keeps who holds it already when somebody is added, and takes away only who was pointed at", async () => {
  const set = vi.spyOn(api, "setHolders").mockResolvedValue(helped);
  await drawn();
  fireEvent.click(screen.getByLabelText("Iemand aanwijzen: slachtofferhulp"));
  fireEvent.click(screen.getByText("Iemand van buiten"));
  fireEvent.input(screen.getByLabelText("Naam van de organisatie of persoon"), { target: { value: " GGD " } });
  fireEvent.click(screen.getByText("Bewaren"));
  await soon(() => expect(screen.getByText(/Vul een telefoonnummer, een e-mailadres/)).toBeTruthy());
  fireEvent.input(screen.getByLabelText("Postadres"), { target: { value: "Markt 1" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await soon(() => expect(set).toHaveBeenCalledTimes(1));
  expect(set.mock.calls[0]?.[1]).toEqual([
    { teamId: null, party: council.party },
    { teamId: null, party: { name: "GGD", contact: "", email: null, phone: null, address: "Markt 1" } },
  ]);
  fireEvent.click(screen.getByLabelText("Slachtofferhulp weghalen: slachtofferhulp"));
  await soon(() => expect(set).toHaveBeenLastCalledWith("victim_support", []));
});

it("asks for a team where the function is of a team", () => {
  expect(checkHolder(true)({ ...noHolder, personId: "noor" }).errors).toEqual({ teamId: "choose" });
  expect(checkHolder(false)({ ...noHolder, personId: "noor" }).body).toEqual({ teamId: null, personId: "noor" });
});

it("puts at a field only what the server says of who was added", () => {
  const at = holderFieldAt(asSent(helped.holders).length);
  expect(at("/holders/1/party/email")).toBe("email");
  expect(at("/holders/1/personId")).toBe("personId");
  expect(at("/holders/0/party/email")).toBeUndefined();
  expect(at("/holders/1")).toBeUndefined();
});
