import { describe, expect, it } from "vitest";
import type { Imported } from "../../api/types";
import { checkImport, goodRows, noFile, reportOf } from "./import-file";

const file = new File(["adres"], "adressen.csv");
const found = { rows: 10, known: 2, refusedCount: 3 } as Imported;

describe("a file for the register", () => {
  it("has to be chosen; then it is looked through, or kept", () => {
    expect(checkImport(noFile, true)).toEqual({ errors: { file: "file" }, body: null });
    expect(checkImport({ file }, true).body).toEqual({ file, dryRun: true });
    expect(checkImport({ file }, false).body).toEqual({ file, dryRun: false });
  });

  it("has a report of its own: what was found in another file says nothing of it", () => {
    expect(reportOf({ file, found }, { file })).toBe(found);
    expect(reportOf({ file, found }, { file: new File(["adres"], "adressen.csv") })).toBeNull();
    expect(reportOf({ file, found }, noFile)).toBeNull();
    expect(reportOf(null, { file })).toBeNull();
  });

  it("counts the rows that are new and whole", () => expect(goodRows(found)).toBe(5));
});
