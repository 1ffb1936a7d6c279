import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Demonstrated } from "../../api/types";
import { usePoll } from "../../app/poll";
import { home } from "../../app/places";
import { me, signIn } from "../../session/session";

const EVERY = 2_000;

/** The demonstration of this database: null where there is none, undefined while it is not known yet. */
export function useDemonstration(): Demonstrated | null | undefined {
  const [found, setFound] = useState<Demonstrated | null>();
  usePoll(
    () =>
      api.demonstration().then(setFound, () => {
        setFound((before) => before ?? null);
      }),
    EVERY,
  );
  return found;
}

/** Goes on as this person. A whole new page: nothing of who was here before stays on it. */
export async function become(email: string, password: string): Promise<void> {
  await signIn(email, password);
  const now = me();
  location.assign(now ? home(now) : "/");
}
