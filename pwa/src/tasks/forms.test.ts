import { expect, it } from "vitest";
import { beginEnd, checkEnd, tick } from "./forms";

const talk = {
  points: [
    { text: "Emoties", done: false },
    { text: "Reconstructie", done: true },
  ],
  outcomes: ["held", "not_wanted"],
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
  const route = { points: [], outcomes: [] };
  expect(checkEnd(route)(beginEnd(route)).body).toEqual({ outcome: null, points: [], note: "" });
});
