// A protocol in words, searched, and laid beside another one. Pure.
import type { ReadPage, ReadRow } from "../../api/types";

/** A rule that two protocols don't have in common. null: this one says nothing of it. */
export interface ApartRow {
  label: string;
  mine: ReadRow | null;
  theirs: ReadRow | null;
}

export interface Apart {
  key: string;
  title: string;
  rows: ApartRow[];
}

const saysOf = (row: ReadRow): string => row.cells.slice(1).join("\n");

/** The rows of a page by what they are about: several with one label are counted. */
function byLabel(page: ReadPage | undefined): Map<string, ReadRow> {
  const rows = new Map<string, ReadRow>();
  for (const row of page?.rows ?? []) {
    const label = row.cells[0] ?? "";
    let place = 1;
    while (rows.has(place === 1 ? label : `${label} (${place})`)) place += 1;
    rows.set(place === 1 ? label : `${label} (${place})`, row);
  }
  return rows;
}

/** What differs between two protocols, part by part, and which parts are the same. */
export function compared(
  mine: readonly ReadPage[],
  theirs: readonly ReadPage[],
): { differ: Apart[]; same: ReadPage[] } {
  const other = new Map(theirs.map((page) => [page.key, page]));
  const own = new Set(mine.map((page) => page.key));
  const differ: Apart[] = [];
  const same: ReadPage[] = [];
  for (const page of [...mine, ...theirs.filter(({ key }) => !own.has(key))]) {
    const left = byLabel(own.has(page.key) ? page : undefined);
    const right = byLabel(other.get(page.key));
    const rows = [...new Set([...left.keys(), ...right.keys()])]
      .map((label) => ({ label, mine: left.get(label) ?? null, theirs: right.get(label) ?? null }))
      .filter((row) => !row.mine || !row.theirs || saysOf(row.mine) !== saysOf(row.theirs));
    if (rows.length > 0) differ.push({ key: page.key, title: page.title, rows });
    else same.push(page);
  }
  return { differ, same };
}

const saidIn = (row: ReadRow | null): string => (row ? row.cells.join(" ") : "");
const holds = (said: string, words: readonly string[]): boolean => {
  const text = said.toLocaleLowerCase();
  return words.every((word) => text.includes(word));
};

/** The parts whose title or rules hold all that is typed; of a part only the rules that do. */
export function sought<P extends { title: string; rows: (ReadRow | ApartRow)[] }>(
  pages: readonly P[],
  text: string,
): P[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...pages];
  return pages.flatMap((page) => {
    if (holds(page.title, words)) return [page];
    const rows = page.rows.filter((row) =>
      holds("cells" in row ? saidIn(row) : `${row.label} ${saidIn(row.mine)} ${saidIn(row.theirs)}`, words),
    );
    return rows.length > 0 ? [{ ...page, rows }] : [];
  });
}
