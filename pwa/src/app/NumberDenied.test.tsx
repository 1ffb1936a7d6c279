import { render, screen } from "@testing-library/preact";
import { expect, it } from "vitest";
import type { Me } from "../api/types";
import { Around, fatima } from "../testing";
import { NumberDenied } from "./NumberDenied";

const around = (me: Me) => (
  <Around me={me}>
    <NumberDenied />
  </Around>
);

it("says on every screen that somebody else has my number, and to whom that is up", () => {
  const denied = { ...fatima, numberDeniedAt: "2026-11-27T01:00:00Z" };
  const { rerender } = render(around(denied));
  expect(screen.getByRole("status").textContent).toContain("antwoordt iemand anders");
  expect(screen.queryByRole("link")).toBeNull();
  const anne = { ...denied, grants: [{ role: "administrator" as const, team: null }] };
  rerender(around(anne));
  expect(screen.getByRole("link").getAttribute("href")).toBe("/people");
  rerender(around(fatima));
  expect(screen.queryByRole("status")).toBeNull();
});
