// A file of rows, as it is chosen and as the server wants it. Pure.
import type { Imported } from "../api/types";
import type { Checked } from "../app/useForm";

/** What the server says of any file of rows. */
export type Read = Pick<Imported, "rows" | "kept" | "known" | "refusedCount" | "refused" | "dryRun" | "notes">;

export interface ImportForm {
  file: File | null;
  option: boolean;
}

export interface ImportBody {
  file: File;
  /** Only looked through: nothing of it is kept yet. */
  dryRun: boolean;
  option: boolean;
}

export interface How {
  dryRun: boolean;
  keepGood: boolean;
  option: boolean;
}

/** What the server said, and of which file: of another one it says nothing. */
export interface Report<R extends Read> {
  file: File;
  found: R;
}

export const noFile: ImportForm = { file: null, option: false };

export const checkImport = ({ file, option }: ImportForm, dryRun: boolean): Checked<{ file?: "file" }, ImportBody> =>
  file ? { errors: {}, body: { file, dryRun, option } } : { errors: { file: "file" }, body: null };

export const reportOf = <R extends Read>(report: Report<R> | null, { file }: ImportForm): R | null =>
  report && report.file === file ? report.found : null;

/** How many rows would be kept, or were. */
export const goodRows = ({ rows, known, refusedCount }: Read): number => rows - known - refusedCount;
