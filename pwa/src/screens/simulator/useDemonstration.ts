import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Demonstrated } from "../../api/types";
import { usePoll } from "../../app/poll";
import { home } from "../../app/places";
import { me, signIn } from "../../session/session";

const EVERY = 2_000;

/** The demonstration of this database; null while there is none, or it is not known yet. */
export function useDemonstration(): Demonstrated | null {
  const [found, setFound] = useState<Demonstrated | null>(null);
  usePoll(() => api.demonstration().then(setFound, () => undefined), EVERY);
  return found;
}

/** Goes on as this person. A whole new page: nothing of who was here before stays on it. */
export async function become(email: string, password: string): Promise<void> {
  await signIn(email, password);
  const now = me();
  location.assign(now ? home(now) : "/");
}
