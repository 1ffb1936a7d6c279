import { describe, expect, it } from "vitest";
import { grammar } from "./grammar";

describe("what a language does to words", () => {
  it("is asked of the language", () => {
    expect(grammar("nl-NL").and(["An", "Bo", "Cas"])).toBe("An, Bo en Cas");
    expect(grammar("fr-BE").and(["An", "Bo", "Cas"])).toBe("An, Bo et Cas");
    expect(grammar("nl-NL").and(["An"])).toBe("An");
    expect(grammar("nl-NL").and([])).toBe("");
    expect(grammar("nl-NL").list(["An", "Bo", "Cas"])).toBe("An, Bo, Cas");
    expect(grammar("nl-NL").list([])).toBe("");
  });

  it("has a form of a word for each kind of number, as many as the language has", () => {
    const dutch = grammar("nl-NL");
    const visits = { one: "bezoek", other: "bezoeken" };
    expect([0, 1, 2].map((n) => dutch.count(n, visits))).toEqual(["0 bezoeken", "1 bezoek", "2 bezoeken"]);
    const polish = grammar("pl-PL");
    const wizyty = { one: "wizyta", few: "wizyty", many: "wizyt", other: "wizyty" };
    expect([1, 2, 5].map((n) => polish.count(n, wizyty))).toEqual(["1 wizyta", "2 wizyty", "5 wizyt"]);
  });
});
