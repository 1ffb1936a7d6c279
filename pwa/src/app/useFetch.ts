import { useEffect, useState } from "preact/hooks";
import { sayProblem } from "./useAction";

/** A list from the server: asked once, and again after a change. */
export function useFetch<T>(
  ask: () => Promise<T>,
  key: string = "",
): { value: T | null; problem: string | null; again: () => void } {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    ask().then(
      (heard) => {
        if (gone) return;
        setValue(heard);
        setProblem(null);
      },
      (error: unknown) => !gone && setProblem(sayProblem(error)),
    );
    return () => {
      gone = true;
    };
  }, [key, round]);
  return { value, problem, again: () => setRound((n) => n + 1) };
}
