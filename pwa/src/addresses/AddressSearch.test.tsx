import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/later";
import { NotHeard } from "../api/problem";
import type { Address, Suggestion } from "../api/types";
import { Around, jan } from "../testing";
import { t } from "../texts";
import { RiskWords } from "../visits/RiskWords";
import { checkAddress, emptyAddress } from "./address";
import { AddressFields } from "./AddressFields";

const address: Address = {
  country: "NL",
  postcode: "5211AA",
  houseNumber: 12,
  addition: "A",
  street: "Dorpsstraat",
  city: "Den Bosch",
  registerId: "0796200000123456",
  verified: true,
  line: "Dorpsstraat 12-A, 5211 AA Den Bosch",
};
const known: Suggestion = { id: "adr-1", line: address.line, address };
const half: Suggestion = { id: "adr-2", line: "Dorpsstraat 14", address: null };

beforeEach(() => {
  vi.useFakeTimers();
  // jsdom lays nothing out, and what has no height can't be chosen.
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(48);
  Element.prototype.scrollIntoView = () => {};
  jan.addressSearch = true;
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  jan.addressSearch = false;
});

function Form() {
  const [form, setForm] = useState(() => emptyAddress("NL"));
  return (
    <>
      <AddressFields form={form} errors={{}} onForm={setForm} />
      <output data-testid="sent">{JSON.stringify(checkAddress(form).address)}</output>
    </>
  );
}

const found = (...suggestions: Suggestion[]) => ({ available: true, suggestions });
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const sent = () => JSON.parse(screen.getByTestId("sent").textContent ?? "null") as Record<string, unknown> | null;
const types = async (text: string) => {
  fireEvent.input(field(t.address.search), { target: { value: text } });
  await passes(300);
};
/** Time, and what was promised meanwhile. */
const passes = (ms = 0) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const presses = async (key: string) => {
  fireEvent.keyDown(field(t.address.search), { key });
  await passes();
};
const chooses = async (option: HTMLElement) => {
  option.click();
  await passes();
};

describe("searching for an address", () => {
  it("is not there when nobody can be asked", () => {
    jan.addressSearch = false;
    render(<Form />, { wrapper: Around });
    expect(screen.queryByLabelText(t.address.search)).toBeNull();
  });

  it("asks once for what was typed, and fills in what is chosen", async () => {
    const asked = vi.spyOn(api, "searchAddresses").mockResolvedValue(found(known));
    render(<Form />, { wrapper: Around });
    fireEvent.input(field(t.address.search), { target: { value: "5211" } });
    await types("5211aa 12");
    expect(asked.mock.calls).toEqual([[{ country: "NL", text: "5211aa 12" }]]);
    await presses("ArrowDown");
    const [option] = screen.getAllByRole("option");
    expect(option?.getAttribute("aria-selected")).toBe("true");
    expect(field(t.address.search).getAttribute("aria-activedescendant")).toBe(option?.id);
    await presses("Enter");
    expect(sent()).toMatchObject({ postcode: "5211AA", houseNumber: 12, registerId: "0796200000123456" });
    expect(screen.getByText(t.address.verified)).toBeTruthy();
    expect(screen.queryAllByRole("option")).toEqual([]);
    fireEvent.input(field(t.address.number), { target: { value: "13" } });
    expect(sent()?.["registerId"]).toBeUndefined();
    expect(screen.getByText(t.address.notVerified)).toBeTruthy();
  });

  it("asks for the rest of a line, and lets one choose between boxes", async () => {
    vi.spyOn(api, "searchAddresses").mockResolvedValue(found(half));
    const rest = vi.spyOn(api, "completeAddress").mockResolvedValue(found(known, { ...known, line: "bus 2" }));
    render(<Form />, { wrapper: Around });
    await types("dorps 14");
    await chooses(screen.getByRole("option"));
    expect(rest).toHaveBeenCalledWith({ country: "NL", id: "adr-2" });
    expect(sent()).toBeNull();
    await chooses(screen.getByText("bus 2"));
    expect(sent()).toMatchObject({ houseNumber: 12 });
  });

  it("says when it does not work, and leaves the fields as they are", async () => {
    vi.spyOn(api, "searchAddresses").mockRejectedValueOnce(new NotHeard("network"));
    render(<Form />, { wrapper: Around });
    fireEvent.input(field(t.address.postcode), { target: { value: "5211AA" } });
    fireEvent.input(field(t.address.number), { target: { value: "12" } });
    await types("dorps");
    expect(screen.getByText(t.address.searchAway)).toBeTruthy();
    vi.spyOn(api, "searchAddresses").mockResolvedValueOnce({ available: false, suggestions: [] });
    await types("dorpss");
    expect(screen.getByText(t.address.searchAway)).toBeTruthy();
    expect(sent()).toMatchObject({ houseNumber: 12 });
  });

  it("lets no late answer overtake a newer one", async () => {
    let late: (answer: ReturnType<typeof found>) => void = () => {};
    vi.spyOn(api, "searchAddresses")
      .mockImplementationOnce(() => new Promise((resolve) => (late = resolve)))
      .mockResolvedValueOnce(found(known));
    render(<Form />, { wrapper: Around });
    await types("dorps 1");
    await types("dorps 12");
    late(found(half));
    await passes();
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([known.line]);
    await presses("Escape");
    expect(screen.queryAllByRole("option")).toEqual([]);
  });
});

describe("a mark on another number in the building", () => {
  const risk = { checked: true, advice: [], instructions: [], provisional: false, sameBuilding: true };

  it("is said, and nothing more", () => {
    render(<RiskWords risk={risk} />);
    expect(screen.getByText(t.risk.sameBuilding)).toBeTruthy();
    expect(screen.getByText(t.risk.nothing)).toBeTruthy();
    cleanup();
    render(<RiskWords risk={{ ...risk, sameBuilding: false }} />);
    expect(screen.queryByText(t.risk.sameBuilding)).toBeNull();
  });
});
