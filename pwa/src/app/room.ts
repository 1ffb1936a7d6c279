import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * What stays in sight while the screen scrolls, above or below it, says how high it is: who goes by keys then stops beside
 * it, and not under it. `on`: it is there.
 */
export function useRoom(here: RefObject<HTMLElement | null>, edge: "--above" | "--below", on: boolean): void {
  useLayoutEffect(() => {
    const one = here.current;
    const main = one?.closest<HTMLElement>(".shell__main");
    if (!one || !main || typeof ResizeObserver === "undefined") return;
    const look = new ResizeObserver(() => {
      // On a low screen, or with large letters, it scrolls along with the rest.
      const stays = getComputedStyle(one).position === "sticky";
      main.style.setProperty(edge, `${stays ? one.offsetHeight : 0}px`);
    });
    look.observe(one);
    look.observe(main);
    return () => {
      look.disconnect();
      main.style.removeProperty(edge);
    };
  }, [on]);
}
