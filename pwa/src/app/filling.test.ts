import { describe, expect, it } from "vitest";
import { asNamed, begun, edited, filledBy, refusalAt, refusedBy, taken, valueAt } from "./filling";

const empty = { name: "", address: { number: "" } };
const wrong = (...errors: [pointer: string, detail: string][]) => ({
  errors: errors.map(([pointer, detail]) => ({ pointer, code: "", detail })),
  message: "Dit kan niet.",
});
const at = { ...asNamed("name"), "/address/houseNumber": "address/number" };

describe("what the server has", () => {
  it("fills a form that nobody touched, however often", () => {
    const once = filledBy(begun(empty), () => ({ ...empty, name: "Waak" }));
    expect(once.form.name).toBe("Waak");
    expect(filledBy(once, () => ({ ...empty, name: "Anders" })).form.name).toBe("Anders");
  });

  it("overwrites nothing that was typed", () => {
    const typed = edited(begun(empty), { ...empty, name: "Zelf" });
    expect(filledBy(typed, () => ({ ...empty, name: "Waak" }))).toBe(typed);
  });
});

describe("what was taken", () => {
  const sent = edited(begun(empty), { ...empty, name: "Waak" });

  it("is as the server has it: an answer may fill it in again", () => {
    const kept = taken(sent, sent, sent.form);
    expect([kept.form, kept.typed]).toEqual([sent.form, false]);
    expect(taken(sent, sent, empty).form).toEqual(empty);
  });

  it("leaves what was typed while it was under way", () => {
    const typedOn = edited(sent, { ...empty, name: "Waak en Co" });
    const kept = taken(typedOn, sent, empty);
    expect([kept.form.name, kept.typed]).toEqual(["Waak en Co", true]);
    expect(filledBy(kept, () => empty).form.name).toBe("Waak en Co");
  });
});

describe("what was refused", () => {
  const sent = edited(begun(empty), { name: "x", address: { number: "0" } });

  it("stands at the field it is about, and the form is as it was", () => {
    const { filling, rest } = refusedBy(sent, sent, wrong(["/name", "Te kort."], ["/address/houseNumber", "Nul."]), at);
    expect(filling.form).toBe(sent.form);
    expect(refusalAt(filling, "name")).toBe("Te kort.");
    expect(refusalAt(filling, "address/number")).toBe("Nul.");
    expect(refusalAt(filling, "address")).toBeUndefined();
    expect(rest).toBeNull();
  });

  it("says twice of one field both", () => {
    const { filling } = refusedBy(sent, sent, wrong(["/name", "Te kort."], ["/name", "Bestaat al."]), at);
    expect(refusalAt(filling, "name")).toBe("Te kort. Bestaat al.");
  });

  it("is said above the form where it is about no field of it", () => {
    expect(refusedBy(sent, sent, wrong(["/team", "Onbekend."]), at).rest).toBe("Onbekend.");
    expect(refusedBy(sent, sent, wrong(["/team", "Onbekend."], ["/name", "Te kort."]), at).rest).toBe("Onbekend.");
    expect(refusedBy(sent, sent, wrong(), at).rest).toBe("Dit kan niet.");
  });

  it("is no longer said at a field that was changed, and is again when it is changed back", () => {
    const { filling } = refusedBy(sent, sent, wrong(["/name", "Te kort."]), at);
    const changed = edited(filling, { ...filling.form, name: "xyz" });
    expect(refusalAt(changed, "name")).toBeUndefined();
    expect(refusalAt(edited(changed, { ...filling.form, name: "x" }), "name")).toBe("Te kort.");
  });

  it("is said above the form when that field was changed while it was under way", () => {
    const typedOn = edited(sent, { ...sent.form, name: "xyz" });
    const { filling, rest } = refusedBy(typedOn, sent, wrong(["/name", "Te kort."]), at);
    expect([filling.form.name, refusalAt(filling, "name"), rest]).toEqual(["xyz", undefined, "Te kort."]);
  });

  it("finds its field by what a form says of a pointer", () => {
    const shifts = begun({ shifts: [{ from: "25:00" }, { from: "08:00" }] });
    const field = (pointer: string) => pointer.slice(1);
    const { filling } = refusedBy(shifts, shifts, wrong(["/shifts/0/from", "Geen tijd."]), field);
    expect(refusalAt(filling, "shifts/0/from")).toBe("Geen tijd.");
    // The first is taken away: what was said of it is not said of the one that stands there now.
    const without = edited(filling, { shifts: filling.form.shifts.slice(1) });
    expect(refusalAt(without, "shifts/0/from")).toBeUndefined();
  });
});

it("reads a value by its path, and nothing where there is none", () => {
  expect(valueAt({ address: { number: "12" } }, "address/number")).toBe("12");
  expect(valueAt({ address: null }, "address/number")).toBeUndefined();
});
