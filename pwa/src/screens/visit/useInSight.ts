import { useEffect } from "preact/hooks";

/** Something comes at the top of the screen: who read on below would not see that it did. */
export function useInSight(comes: boolean): void {
  useEffect(() => {
    if (comes) document.getElementById("main")?.scrollTo(0, 0);
  }, [comes]);
}
