// What somebody typed about an alarm and did not send yet: a notification of another alarm takes them away from it, and
// when they come back it stands there. In memory, for whoever typed it: nobody else at this desk finds it.
import { useSession } from "../session/context";

const drafts = new Map<string, unknown>();

interface Draft<F> {
  /** What was typed before, or this. */
  before: (otherwise: F) => F;
  /** Keeps what stands there now. */
  keep: (form: F) => void;
}

/** `name`: which form of which alarm. */
export function useDraft<F>(name: string): Draft<F> {
  const { me } = useSession();
  const key = `${me.id} ${name}`;
  return {
    before: (otherwise) => (drafts.get(key) as F | undefined) ?? otherwise,
    keep: (form) => void drafts.set(key, form),
  };
}
