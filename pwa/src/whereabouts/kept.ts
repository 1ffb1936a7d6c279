// The list of who is where that the board keeps on this device, for when the server or the network is gone.
import { useEffect, useState } from "preact/hooks";
import type { Board, Whereabouts } from "../api/types";
import { answers } from "../storage/database";

const NAME = "whereabouts";

/** The lists as they were at one moment, and the teams of which nobody was out. */
export interface Kept {
  asOf: string;
  lists: Whereabouts[];
  quiet: string[];
}

/** The part of a board that is worth keeping: no name of a client, nothing of the register. */
export function keptOf({ asOf, whereabouts, teams }: Board): Kept {
  const busy = new Set(whereabouts.map((list) => list.teamId));
  return { asOf, lists: whereabouts, quiet: teams.filter(({ id }) => !busy.has(id)).map(({ name }) => name) };
}

export const keepList = (kept: Kept, wallOffset: number): Promise<void> => answers.keep(NAME, kept, wallOffset);

/** What this device kept, while it is of the last day. */
export async function recallList(): Promise<Kept | null> {
  return (await answers.last<Kept>(NAME))?.value ?? null;
}

/** What was kept by an earlier page; looked for again whenever `wanted` turns true. */
export function useKept(wanted: boolean): Kept | null {
  const [kept, setKept] = useState<Kept | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    void recallList().then((found) => !gone && setKept(found));
    return () => {
      gone = true;
    };
  }, [wanted]);
  return kept;
}
