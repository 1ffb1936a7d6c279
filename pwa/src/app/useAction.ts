import { useRef, useState } from "preact/hooks";
import { NotHeard, Problem } from "../api/problem";
import { t } from "../texts";

/** What went wrong, in words for a screen. */
export function sayProblem(error: unknown): string {
  if (error instanceof NotHeard) return t.app.noAnswer;
  if (error instanceof Problem)
    return (
      error.errors
        .map((one) => one.detail)
        .filter(Boolean)
        .join(" ") ||
      error.message ||
      t.app.somethingWrong
    );
  return t.app.somethingWrong;
}

/** Something that is asked of the server from the desk: busy, then done, or what went wrong. */
export function useAction(afterwards?: () => void, say: (error: unknown) => string = sayProblem) {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // Also between two presses that come before the next drawing.
  const underWay = useRef(false);
  const act = async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(name);
    setProblem(null);
    try {
      await work();
      afterwards?.();
      return true;
    } catch (error) {
      setProblem(say(error));
      return false;
    } finally {
      underWay.current = false;
      setBusy(null);
    }
  };
  return { busy, problem, act };
}
