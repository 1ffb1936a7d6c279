/** Puts what `csvOf` made among the downloads. */
export const saveCsv = (text: string, name: string): void =>
  save(new Blob([text], { type: "text/csv;charset=utf-8" }), name);

/** Puts a file among the downloads. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser has yet to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
