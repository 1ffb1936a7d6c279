import { describe, expect, it } from "vitest";
import { timesEach, timesOf } from "./times";

describe("times as somebody types them", () => {
  it("are read with a colon or a point, in order and each once", () => {
    expect(timesOf("13.00, 8:30;08:30  ")).toEqual(["08:30", "13:00"]);
    expect(timesOf("")).toEqual([]);
  });

  it("stay as they are when they are none, so that the server can say so", () => {
    expect(timesOf("half negen")).toEqual(["half", "negen"]);
    expect(timesOf("25:00")).toEqual(["25:00"]);
  });

  it("are filled in every so many minutes", () => {
    expect(timesEach(45, "08:00", "10:00")).toEqual(["08:00", "08:45", "09:30"]);
    expect(timesEach(60, "23:00", "23:59")).toEqual(["23:00"]);
    expect(timesEach(30, "10:00", "08:00")).toEqual([]);
    expect(timesEach(0, "08:00", "10:00")).toEqual([]);
    expect(timesEach(Number.NaN, "08:00", "10:00")).toEqual([]);
  });
});
