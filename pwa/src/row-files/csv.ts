// Rows as a file that a Dutch spreadsheet opens. Pure.

/** A spreadsheet takes a cell that begins like this for a formula. */
const FORMULA = /^\s*[=+\-@]/;
/** By which Excel knows that letters are in UTF-8. */
const MARK = "\uFEFF";

const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The first row holds the names of the columns. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  MARK + rows.map((row) => `${row.map(cell).join(";")}\r\n`).join("");
