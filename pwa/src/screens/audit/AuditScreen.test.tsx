import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { AuditLine } from "../../api/types";
import { Around, fatima } from "../../testing";
import { setTimeZone } from "../../time/format";
import { AuditScreen, rolesIn, whoDid } from "./AuditScreen";

setTimeZone("Europe/Amsterdam");
const anne = { ...fatima, grants: [{ role: "administrator" as const, team: null }] };
const lineOf = (id: string, more: Partial<AuditLine> = {}): AuditLine => ({
  id,
  at: "2026-11-27T01:00:00Z",
  kind: "roles_changed",
  by: { id: "anne", name: "Anne Jansen" },
  via: "app",
  aboutId: "jan",
  about: { id: "jan", name: "Jan de Wit" },
  facts: { was: ["worker t"], is: ["worker t", "manager t", "manager u"] },
  ...more,
});

beforeEach(() => {
  vi.spyOn(api, "colleagues").mockResolvedValue([]);
  vi.spyOn(api, "retentionTerms").mockResolvedValue({
    terms: [
      { keeping: "visit", days: 14, usual: 28, least: 7, most: 365 },
      { keeping: "log", days: 730, usual: 730, least: 180, most: 1825 },
    ],
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("reads a page, and the older one behind it; another kind begins anew", async () => {
  const audit = vi
    .spyOn(api, "audit")
    .mockResolvedValueOnce({ lines: [lineOf("1")], next: "behind-1" })
    .mockResolvedValueOnce({ lines: [lineOf("2", { kind: "sign_in", about: null })], next: null })
    .mockResolvedValue({ lines: [], next: null });
  render(
    <Around me={anne}>
      <AuditScreen />
    </Around>,
  );
  expect(await screen.findByText("Rollen gewijzigd: Jan de Wit")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Ouder" }));
  await waitFor(() => expect(screen.getAllByRole("listitem")).toHaveLength(2));
  expect(audit).toHaveBeenLastCalledWith({ behind: "behind-1" });
  fireEvent.change(screen.getByLabelText("Wat"), { target: { value: "sign_out" } });
  await waitFor(() => expect(screen.getByText("Hier staat niets.")).toBeTruthy());
  expect(audit).toHaveBeenLastCalledWith({ kind: "sign_out" });
});

it("says who did it, and which roles there are now", () => {
  expect(whoDid({ by: null, via: "cli" })).toBe("op de server zelf");
  expect(whoDid({ by: null, via: "app" })).toBe("niet ingelogd");
  expect(rolesIn(lineOf("1").facts)).toEqual(["Buitendienst", "Leidinggevende"]);
  expect(rolesIn({ on: true })).toBeNull();
});

it("says how long what is kept stays, and where that is not what is usual", async () => {
  vi.spyOn(api, "audit").mockResolvedValue({ lines: [], next: null });
  render(
    <Around me={anne}>
      <AuditScreen />
    </Around>,
  );
  expect(await screen.findByText("14 dagen · gewoonlijk 28 · mag van 7 tot 365")).toBeTruthy();
  expect(screen.getByText("730 dagen · mag van 180 tot 1825")).toBeTruthy();
});
