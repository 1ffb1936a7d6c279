import { useRef, useState } from "preact/hooks";
import { Problem } from "../api/problem";
import { t } from "../texts";
import { chosenTime } from "../time/chosen";
import { begun, edited, filledBy, refusalAt, refusedBy, taken, type FieldAt, type Filling } from "./filling";
import { sayProblem, useAction } from "./useAction";

/** What can be wrong at a field, in the words of the catalogue. */
export type Wrong = keyof typeof t.wrong;

/** What a form's `check` finds: what is wrong, by field, and the body for the server when nothing is. */
export interface Checked<E, B> {
  errors: E;
  body: B | null;
}

export const sayWrong = (wrong: Wrong | undefined): string | undefined => wrong && t.wrong[wrong];

type Check<F, E, B> = (form: F, now: number) => Checked<E, B>;

/** What it was checked by, where that is not the form's own check. */
interface Tried<F, E, B> {
  as: Check<F, E, B> | undefined;
}

/** What the server said of it that stands at no field; empty when all of it does. */
class Refused extends Error {}

interface Rules<F, E, B, A> {
  begin: F | (() => F);
  check: Check<F, E, B>;
  /** Where the server's own errors belong. */
  at?: FieldAt;
  send: (body: B) => Promise<A> | A;
  /** What stands in the form once the server took it: empty again, say. What was sent, unless this says otherwise. */
  next?: F;
  onDone?: (answer: A) => void;
  /** What went wrong, for above the form, where that needs words of its own. */
  say?: (error: unknown) => string;
}

/** The name of what a form's own button does; what its other buttons do has a name of its own. */
export const SENDING = "send";

/**
 * A form while somebody fills it in, and its sending: once at a time. What is wrong stands at its field once it was sent,
 * not while it is typed for the first time. Nothing that was typed is lost by a failure, and none of it is overwritten by
 * an answer that comes late.
 */
export function useForm<F extends object, E extends object, B, A>(rules: Rules<F, E, B, A>) {
  const { begin, check, at = {}, next, onDone } = rules;
  const [filling, setFilling] = useState<Filling<F>>(() => begun(typeof begin === "function" ? begin() : begin));
  // What was filled in last, also before it was drawn.
  const latest = useRef(filling);
  const put = (one: Filling<F>) => {
    latest.current = one;
    setFilling(one);
  };
  const [tried, setTried] = useState<Tried<F, E, B> | null>(null);
  const [done, setDone] = useState(false);
  const [stumbles, setStumbles] = useState(0);
  const { busy, problem, act } = useAction(undefined, (error) =>
    error instanceof Refused ? error.message : (rules.say ?? sayProblem)(error),
  );
  const now = chosenTime.now();
  const errors: Partial<E> = tried ? (tried.as ?? check)(filling.form, now).errors : {};
  const setForm = (make: (form: F) => F) => {
    setDone(false);
    put(edited(latest.current, make(latest.current.form)));
  };

  const deliver = async (body: B) => {
    const sent = latest.current;
    let answer: A;
    try {
      answer = await rules.send(body);
    } catch (error) {
      if (!(error instanceof Problem) || error.errors.length === 0) {
        if (latest.current.edits === sent.edits) setStumbles((n) => n + 1);
        throw error;
      }
      const { filling: refused, rest } = refusedBy(latest.current, sent, error, at);
      put(refused);
      if (refused.edits === sent.edits) setStumbles((n) => n + 1);
      throw new Refused(rest ?? "");
    }
    put(taken(latest.current, sent, next ?? sent.form));
    setDone(!latest.current.typed);
    onDone?.(answer);
  };

  return {
    form: filling.form,
    /** Changed by who fills it in. */
    change: (part: Partial<F>) => setForm((form) => ({ ...form, ...part })),
    setForm,
    /** As the server has it, as long as nobody typed. */
    fill: (make: (form: F) => F) => put(filledBy(latest.current, make)),
    errors,
    /** It was tried with something wrong in it, and that was not sent since. */
    tried: tried !== null,
    /** Changed by hand since it was last as the server has it. */
    typed: filling.typed,
    /** What is wrong at a field, by us or by the server. */
    said: (path: string): string | undefined => {
      const wrong = (errors as Record<string, unknown>)[path];
      return typeof wrong === "string" ? sayWrong(wrong as Wrong) : refusalAt(filling, path);
    },
    /** Taken by the server, and not changed since. */
    done,
    busy,
    problem: problem || null,
    /** How often a try failed with what still stands there: then one goes to the field it is about. */
    stumbles,
    /** Sends it if nothing is wrong, and says so where something is. `asChecked`: for a button that sends something else. */
    send: (asChecked?: Check<F, E, B>): void => {
      const { body } = (asChecked ?? check)(latest.current.form, chosenTime.now());
      setTried(body === null ? { as: asChecked } : null);
      if (body === null) {
        setStumbles((n) => n + 1);
        return;
      }
      setDone(false);
      void act(SENDING, () => deliver(body));
    },
    /** Another button of the same form: one thing at a time is asked of the server. */
    act,
  };
}
