// A file for the register, as it is chosen and as the server wants it. Pure.
import type { Imported } from "../../api/types";
import type { Checked } from "../../app/useForm";

export interface ImportForm {
  file: File | null;
}

export interface ImportBody {
  file: File;
  /** Only looked through: nothing of it is kept yet. */
  dryRun: boolean;
}

/** What the server said, and of which file: of another one it says nothing. */
export interface Report {
  file: File;
  found: Imported;
}

export const noFile: ImportForm = { file: null };

export const checkImport = ({ file }: ImportForm, dryRun: boolean): Checked<{ file?: "file" }, ImportBody> =>
  file ? { errors: {}, body: { file, dryRun } } : { errors: { file: "file" }, body: null };

export const reportOf = (report: Report | null, { file }: ImportForm): Imported | null =>
  report && report.file === file ? report.found : null;

/** How many rows would be kept, or were. */
export const goodRows = ({ rows, known, refusedCount }: Imported): number => rows - known - refusedCount;
