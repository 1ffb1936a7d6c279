import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { Demonstrated, SimulatedPhone } from "../../api/types";
import { comesFromDemo, isBeside, isHere, keepBeside } from "../../app/demonstration";
import { t } from "../../texts/later";
import { Beside } from "./Beside";
import { Faces } from "./Faces";

const face = (email: string, name: string, role: string) => ({ email, name, roles: [role] });
const demonstration: Demonstrated = {
  password: "achterwacht-demo",
  managerWord: "teammanager",
  people: [
    face("worker", "Jan de Wit", "worker"),
    face("worker2", "Ali Demir", "worker"),
    face("worker3", "Els Janssen", "worker"),
    face("colleague", "Fatima Bakker", "colleague"),
    face("manager", "Karin Smit", "manager"),
  ],
  tour: { checkedIn: true, notAnswered: false, othersTold: false, taken: false, closed: false },
};
const phone = (name: string, at: string, text: string): SimulatedPhone => ({
  personId: name,
  name,
  number: "+31612345671",
  roles: ["worker"],
  managerWord: "",
  items: [{ id: text, at, direction: "in", channel: "sms", text, state: "sent", call: null }],
});

beforeEach(() => {
  vi.spyOn(api, "demonstration").mockResolvedValue(demonstration);
  vi.spyOn(api, "phones").mockResolvedValue({
    asOf: "2026-11-27T10:00:00Z",
    phones: [
      phone("Jan de Wit", "2026-11-27T10:00:00Z", "Je afspraak is voorbij."),
      phone("Karin Smit", "2026-11-27T10:00:40Z", "BEL NU 112. Alles: /o/1hmw-x"),
    ],
    mailboxes: [],
  });
});
afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.restoreAllMocks();
});

describe("the demonstration", () => {
  it("shows who one can be, without those who are on a visit already", async () => {
    const onKnown = vi.fn();
    render(<Faces onKnown={onKnown} />);
    expect(onKnown).not.toHaveBeenCalled();
    expect(await screen.findByRole("button", { name: /Ali Demir/ })).toBeTruthy();
    expect(onKnown).toHaveBeenCalledOnce();
    expect(screen.queryByRole("button", { name: /Els Janssen/ })).toBeNull();
    expect(screen.getByRole("button", { name: /Karin Smit\s*Teammanager/ })).toBeTruthy();
  });

  it("shows nothing where there is none", async () => {
    vi.mocked(api.demonstration).mockRejectedValue(new Error("404"));
    const onKnown = vi.fn();
    const { container } = render(<Faces onKnown={onKnown} />);
    await vi.waitFor(() => expect(onKnown).toHaveBeenCalledOnce());
    expect(container.textContent).toBe("");
  });

  it("has the phone that heard something last on top, a link to press, and says which step is next", async () => {
    render(<Beside />);
    await screen.findByText("Je afspraak is voorbij.");
    const names = screen.getAllByRole("region").map((one) => one.getAttribute("aria-label"));
    expect(names.filter(Boolean)).toEqual(["Karin Smit", "Jan de Wit"]);
    expect(screen.getByRole("link", { name: "/o/1hmw-x" }).getAttribute("href")).toBe("/o/1hmw-x");
    const next = screen.getByText(t.demonstration.steps.notAnswered).closest("li");
    expect(next?.getAttribute("aria-current")).toBe("step");
  });

  it("is beside the app from /demo on, until it is closed", () => {
    expect(isHere()).toBe(true);
    expect(isBeside()).toBe(false);
    expect(comesFromDemo()).toBe(false);
    history.replaceState(null, "", "/demo");
    expect(comesFromDemo()).toBe(true);
    expect(location.pathname).toBe("/");
    expect(isBeside()).toBe(true);
    keepBeside(false);
    expect(isBeside()).toBe(false);
  });
});
