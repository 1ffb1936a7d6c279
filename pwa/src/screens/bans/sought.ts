import type { Ban } from "../../api/types";

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whose name holds every word that is typed, in any order and without accents. */
export function sought(bans: readonly Ban[], text: string): Ban[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return bans.filter((ban) => words.every((word) => plain(ban.name).includes(word)));
}
