// Somebody in the list of people whom nobody may phone now: no number, no test of it, and the words that say so.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { Person } from "../../api/types";
import { Around, jan, personOf } from "../../testing";
import { PersonItem } from "./PersonItem";

const sven = personOf("Sven de Boer");
afterEach(cleanup);
const NOT_NOW = /Bel deze collega niet zelf/;
const shown = (person: Person) =>
  render(
    <Around me={jan}>
      <PersonItem person={person} teams={[]} onOpen={() => undefined} onChanged={() => undefined} />
    </Around>,
  ).container;

it("shows the number on any day", () => {
  expect(shown(sven).textContent?.replace(/\s/g, "")).toContain("0612345671");
  expect(screen.getByText("Nummer testen")).toBeTruthy();
  fireEvent.click(screen.getByText("Meer"));
  expect(screen.getByText("Nummer testen met een telefoontje")).toBeTruthy();
  expect(screen.queryByText(NOT_NOW)).toBeNull();
});

it("shows none of whom nobody may phone or text now", () => {
  expect(shown({ ...sven, notToBeReached: true }).textContent?.replace(/\s/g, "")).not.toContain("12345671");
  expect(screen.queryByText("Nummer testen")).toBeNull();
  expect(screen.queryByText("Meer")).toBeNull();
  expect(screen.getByText(NOT_NOW)).toBeTruthy();
  expect(screen.getByText("Wijzigen")).toBeTruthy();
});
