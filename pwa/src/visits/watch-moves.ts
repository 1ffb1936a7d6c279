import type { Callable } from "./numbers";

/** Pure: who would be told first, comes along and so doesn't watch; and who is told instead, if there is anybody. */
export function watchMoves(calls: Callable[], along: (string | null)[]): { from: string; to: string | null } | null {
  const [first] = calls;
  if (!first || !along.includes(first.id)) return null;
  return { from: first.name, to: calls.find(({ id }) => !along.includes(id))?.name ?? null };
}
