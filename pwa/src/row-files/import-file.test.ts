import { describe, expect, it } from "vitest";
import type { Imported } from "../api/types";
import { checkImport, goodRows, noFile, reportOf } from "./import-file";

const file = new File(["adres"], "adressen.csv");
const found = { rows: 10, known: 2, refusedCount: 3 } as Imported;

describe("a file of rows", () => {
  it("has to be chosen; then it is looked through, or kept", () => {
    expect(checkImport(noFile, true)).toEqual({ errors: { file: "file" }, body: null });
    expect(checkImport({ file, option: false }, true).body).toEqual({ file, dryRun: true, option: false });
    expect(checkImport({ file, option: true }, false).body).toEqual({ file, dryRun: false, option: true });
  });

  it("has a report of its own: what was found in another file says nothing of it", () => {
    expect(reportOf({ file, found }, { file, option: true })).toBe(found);
    expect(reportOf({ file, found }, { file: new File(["adres"], "adressen.csv"), option: false })).toBeNull();
    expect(reportOf({ file, found }, noFile)).toBeNull();
    expect(reportOf(null, { file, option: false })).toBeNull();
  });

  it("counts the rows that are new and whole", () => expect(goodRows(found)).toBe(5));
});
