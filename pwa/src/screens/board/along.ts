// Who is with the worker, and whether they are there. Pure.
import type { BoardVisit } from "../../api/types";
import { t } from "../../texts/later";

/** "Is er: Ali. Nog niet gemeld: Els. Met agent Bos. Kan niet mee: Bo": somebody from outside can't say that they are there. */
export function alongOf({ companions }: Pick<BoardVisit, "companions">): string {
  const named = (which: (one: BoardVisit["companions"][number]) => boolean) =>
    companions.filter(which).map(({ name }) => name);
  const groups: [string[], (people: string[]) => string][] = [
    [named(({ there, declined }) => there === true && !declined), t.board.alongThere],
    [named(({ there, declined }) => there === false && !declined), t.board.alongNotYet],
    [named(({ there, declined }) => there === null && !declined), t.board.along],
    [named(({ declined }) => declined), t.board.alongCant],
  ];
  return groups.flatMap(([people, say]) => (people.length > 0 ? [say(people)] : [])).join(". ");
}
