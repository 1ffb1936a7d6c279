// What a form shows of who comes along, while others change that too.
import { expect, it } from "vitest";
import type { NewCompanion } from "../api/types";
import { comingNow } from "./coming-along";

const ali: NewCompanion = { personId: "ali", name: "Ali Demir", phone: null };
const sara: NewCompanion = { personId: "sara", name: "Sara Vos", phone: null };
const ruth: NewCompanion = { personId: null, name: "Ruth", phone: "+31612345678" };
const omar: NewCompanion = { personId: null, name: "Omar", phone: null };

it("is the list of now where nothing was chosen", () => {
  expect(comingNow([ali], [ali], [sara, ruth])).toEqual([sara, ruth]);
});

it("keeps who was ticked, also where the desk added them and took them out", () => {
  expect(comingNow([], [sara], [sara, ali])).toEqual([sara, ali]);
  expect(comingNow([], [sara], [])).toEqual([sara]);
});

it("leaves out who was unticked", () => {
  expect(comingNow([ali, ruth], [ruth], [ali, ruth, sara])).toEqual([ruth, sara]);
});

it("keeps a name as it is typed, in its place, and takes a number that another put right", () => {
  const typed = { ...ruth, name: "Ruth " };
  expect(comingNow([ruth, omar], [typed, omar], [ruth, omar])).toEqual([typed, omar]);
  const right = { ...ruth, phone: "+31687654321" };
  expect(comingNow([ruth], [ruth], [right])).toEqual([right]);
  expect(comingNow([], [{ ...omar, name: "" }], [ali])).toEqual([{ ...omar, name: "" }, ali]);
});
