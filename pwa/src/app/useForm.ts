import { useState } from "preact/hooks";
import { t } from "../texts";
import { serverClock } from "../time/clock";

/** What can be wrong at a field, in the words of the catalogue. */
export type Wrong = keyof typeof t.wrong;

/** What a form's `check` finds: what is wrong, by field, and the body for the server when nothing is. */
export interface Checked<E, B> {
  errors: E;
  body: B | null;
}

export const sayWrong = (wrong: Wrong | undefined): string | undefined => wrong && t.wrong[wrong];

/**
 * A form while somebody fills it in. What is wrong stands at its field once it was sent, not while it is typed for the
 * first time; nothing that was typed is lost by that.
 */
export function useForm<F extends object, E extends object, B>(
  begin: F | (() => F),
  check: (form: F, now: number) => Checked<E, B>,
) {
  const [form, setForm] = useState<F>(begin);
  const [tried, setTried] = useState(false);
  const now = serverClock.now();
  return {
    form,
    setForm,
    change: (part: Partial<F>) => setForm((old) => ({ ...old, ...part })),
    errors: tried ? check(form, now).errors : ({} as Partial<E>),
    /** Sends the body, if nothing is wrong; and says so where something is. */
    send: (work: (body: B) => unknown): void => {
      const { body } = check(form, serverClock.now());
      setTried(body === null);
      if (body !== null) void work(body);
    },
    /** Empty again, or as the server has it: nothing was tried with this yet. */
    restart: (fresh: F) => {
      setForm(fresh);
      setTried(false);
    },
  };
}
