import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import type { Proposal } from "../api/types";
import { DiaryCard } from "../screens/me/DiaryCard";
import { Around } from "../testing";
import { proposed } from "../proposals/filled-in";
import { forgetProposals } from "../proposals/proposals";
import { Proposals } from "../proposals/Proposals";
import { deviceClock } from "../time/clock";
import { visits } from "../visits/visits";

const before = visits.get();
beforeEach(() => {
  forgetProposals();
  visits.set({ ...before, heard: deviceClock.read() });
});
afterEach(() => {
  cleanup();
  visits.set(before);
  vi.restoreAllMocks();
});

const known = {
  country: "NL",
  postcode: "5211AA",
  houseNumber: 12,
  addition: "B",
  registerId: "0796200000000001",
  verified: true,
  line: "Dorpsstraat 12-B, 5211 AA Den Bosch",
} as const;

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  id: "abc",
  title: "Intake",
  starts: "2026-11-23T09:00:00Z",
  ends: "2026-11-23T10:00:00Z",
  place: "Stadhuis, Dorpsstraat 12-B, Den Bosch",
  address: known,
  ...more,
});

const hears = (all: Proposal[], problem: string | null = null, notes: string[] = []) =>
  vi.spyOn(api, "proposals").mockResolvedValue({ calendar: true, problem, notes, proposals: all });

const shown = () =>
  render(
    <Around>
      <Proposals />
    </Around>,
  );

describe("what my calendar proposes", () => {
  it("is planned by one press, with no address in the link", async () => {
    hears([proposal(), proposal({ id: "def", address: null, place: "Kerkstraat 9, Den Bosch" })]);
    shown();
    const links = await screen.findAllByRole("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual([
      "/visits/new?proposal=abc",
      "/visits/new?proposal=def",
    ]);
    expect(screen.queryByText(/Niet gecontroleerd/)).toBeNull();
    expect(screen.getAllByText("Vul het adres in")).toHaveLength(1);
    expect(screen.getByText("Kerkstraat 9, Den Bosch")).toBeTruthy();
  });

  it("goes away when the server has heard that it is not needed, and not before", async () => {
    hears([proposal()]);
    const away = vi.spyOn(api, "putProposalAway").mockRejectedValueOnce(new Error("no")).mockResolvedValue(undefined);
    shown();
    const button = await screen.findByRole("button", { name: /^Niet nodig/ });
    fireEvent.click(button);
    await screen.findByRole("alert");
    expect(screen.queryByText(known.line)).toBeTruthy();
    fireEvent.click(button);
    await waitFor(() => expect(screen.queryByText(known.line)).toBeNull());
    expect(away).toHaveBeenCalledWith("abc");
  });

  it("says what in the calendar could not be read, also when nothing is proposed", async () => {
    hears([], null, ["Afspraken met een plek die we niet konden lezen: 2."]);
    shown();
    expect(await screen.findByText("Niet alles in je agenda is gelezen")).toBeTruthy();
    expect(screen.getByText(/niet konden lezen: 2/)).toBeTruthy();
  });

  it("says why the calendar can't be read, and is not there at all without one", async () => {
    hears([], "Je agenda antwoordt nu niet.");
    shown();
    expect(await screen.findByText("Je agenda antwoordt nu niet.")).toBeTruthy();
    cleanup();
    forgetProposals();
    const asked = hears([]);
    const { container } = shown();
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(container.textContent).toBe("");
  });
});

describe("a proposal as the form fills it in", () => {
  const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`);

  it("takes over the address and the times", () => {
    const form = proposed(proposal(), "NL", at("08:00"));
    expect(form?.start).toEqual({ day: "2026-11-23", time: "10:00" });
    expect(form?.length).toEqual({ time: "11:00" });
    expect(form?.address).toMatchObject({
      postcode: "5211AA",
      number: "12",
      addition: "B",
      registerId: known.registerId,
    });
    expect(form?.toTypeIn).toBeNull();
  });

  it("begins now when its time has come, and shows what stood there when no address could be made of it", () => {
    const form = proposed(proposal({ address: null }), "BE", at("09:30"));
    expect(form?.start).toBeNull();
    expect(form?.address).toMatchObject({ country: "BE", postcode: "", street: "" });
    expect(form?.toTypeIn).toBe("Stadhuis, Dorpsstraat 12-B, Den Bosch");
    expect(proposed(undefined, "NL", at("09:30"))).toBeNull();
  });
});

describe("a link to a diary", () => {
  it("says nothing of a resident unless one asks for it, and shows the link once", async () => {
    const make = vi.fn().mockResolvedValue({ url: "https://achterwacht.example/diary/geheim.ics" });
    render(
      <Around>
        <DiaryCard
          title="Agenda"
          text=""
          read={() => Promise.resolve({ link: null, fields: ["client_name", "client_phone", "address"] })}
          make={make}
          withdraw={vi.fn()}
        />
      </Around>,
    );
    fireEvent.click(await screen.findByRole("button", { name: "Link maken" }));
    await waitFor(() => expect(make).toHaveBeenCalledWith({ withAddress: false, withDetails: false }));
    expect(await screen.findByDisplayValue("https://achterwacht.example/diary/geheim.ics")).toBeTruthy();
    fireEvent.click(screen.getByRole("checkbox", { name: "Ook laten zien: naam, telefoon" }));
    fireEvent.click(screen.getByRole("button", { name: /[Ll]ink maken/ }));
    await waitFor(() => expect(make).toHaveBeenLastCalledWith({ withAddress: false, withDetails: true }));
  });
});
