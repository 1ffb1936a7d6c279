import { expect, it } from "vitest";
import { beginEnd, checkEnd, tick } from "./forms";

const talk = {
  points: [
    { text: "Emoties", done: false },
    { text: "Reconstructie", done: true },
  ],
  outcomes: ["held", "not_wanted"],
  noteNeeded: false,
};

it("begins with what was ticked before, and keeps what was not", () => {
  const begun = beginEnd(talk);
  expect(begun.ticked).toEqual(["Reconstructie"]);
  const { body } = checkEnd(talk)({ ...begun, ticked: tick(begun.ticked, "Emoties"), outcome: "held", note: " x " });
  expect(body).toEqual({
    outcome: "held",
    note: "x",
    points: [
      { text: "Emoties", done: true },
      { text: "Reconstructie", done: true },
    ],
  });
  expect(tick(["Emoties"], "Emoties")).toEqual([]);
});

it("asks what came of it only where something may have", () => {
  expect(checkEnd(talk)(beginEnd(talk))).toEqual({ errors: { outcome: "choose" }, body: null });
  const route = { points: [], outcomes: [], noteNeeded: false };
  expect(checkEnd(route)(beginEnd(route)).body).toEqual({ outcome: null, points: [], note: "" });
});

it("asks how it was done where that is needed", () => {
  const tell = { points: [], outcomes: [], noteNeeded: true };
  expect(checkEnd(tell)({ ...beginEnd(tell), note: " " })).toEqual({ errors: { note: "needed" }, body: null });
  expect(checkEnd(tell)({ ...beginEnd(tell), note: "Gebeld" }).body?.note).toBe("Gebeld");
});
