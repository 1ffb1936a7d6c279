import { useEffect, useState } from "preact/hooks";

/** Most answers come sooner than this. */
const A_SECOND = 1_000;

/** Whether it has been going on for so long that somebody should hear of it. */
export function useSlow(going: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!going) return;
    const timer = setTimeout(() => setSlow(true), A_SECOND);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [going]);
  return going && slow;
}
