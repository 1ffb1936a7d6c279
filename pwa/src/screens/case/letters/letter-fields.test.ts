import { expect, it } from "vitest";
import type { Letter } from "../../../api/types";
import { t } from "../../../texts/later";
import { bodyOf, CONDITIONS, FIELDS, formOf, paragraphs, factOf, withFact } from "./letter-fields";

const letter = {
  addressee: { name: "J. Pieters", address: "", dear: "" },
  facts: { what: "U schold.", until: null, talkAt: null },
  attachments: [],
  text: ["Een.", "Twee."],
  edited: false,
  revision: 3,
} as unknown as Letter;
const until = { fact: "until", kind: "date" } as const;

it("every field has a question", () => {
  expect([...Object.keys(FIELDS), CONDITIONS].filter((name) => !t.letters.fields[name])).toEqual([]);
});

it("a text that nobody changed follows the facts", () => {
  expect(bodyOf(formOf(letter), letter)).not.toHaveProperty("text");
  expect(bodyOf(formOf(letter), { ...letter, revision: 4 }).revision).toBe(3);
  const typed = { ...formOf(letter), text: "Drie.\n\n \n Vier.\nVijf. \n\n" };
  expect(bodyOf(typed, letter).text).toEqual(["Drie.", "Vier.\nVijf."]);
});

it("a text that was changed follows them again when it is given up", () => {
  const edited = { ...letter, edited: true };
  expect(formOf(edited).text).toBe("Een.\n\nTwee.");
  expect(bodyOf({ ...formOf(edited), text: null }, edited).text).toEqual([]);
});

it("an emptied day is none", () => {
  const filled = withFact(formOf(letter), until, "2027-01-01");
  expect(factOf(filled, until)).toBe("2027-01-01");
  expect(withFact(filled, until, "").facts.until).toBeNull();
  expect(withFact(filled, { fact: "where", kind: "line" }, "").facts.where).toBe("");
});

it("paragraphs are apart by an empty line", () => {
  expect(paragraphs("a\nb\n\n\nc")).toEqual(["a\nb", "c"]);
  expect(paragraphs(" \n")).toEqual([]);
});
