import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** A foot that is higher than this part of the screen would leave too little of it. */
const MOST = 0.45;
/** A screen of fewer letters beside each other than a telephone at 200 % has, as in the style sheets. */
const NARROW = 17.5;

/**
 * What stays in sight while the screen scrolls, above or below it, says how high it is: who goes by keys then stops beside
 * it, and not under it. Returns whether letters are so large for the screen that little may stay. `on`: it is there.
 */
export function useRoom(here: RefObject<HTMLElement | null>, edge: "--above" | "--below", on: boolean): boolean {
  const [large, setLarge] = useState(false);
  useLayoutEffect(() => {
    const one = here.current;
    const main = one?.closest<HTMLElement>(".shell__main");
    if (!one || !main || typeof ResizeObserver === "undefined") return;
    const look = new ResizeObserver(() => {
      // On a low screen, or with large letters, it scrolls along with the rest.
      if (edge === "--below") one.classList.toggle("flows", one.offsetHeight > MOST * main.clientHeight);
      const stays = getComputedStyle(one).position === "sticky";
      main.style.setProperty(edge, `${stays ? one.offsetHeight : 0}px`);
      setLarge(main.clientWidth <= NARROW * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    });
    look.observe(one);
    look.observe(main);
    return () => {
      look.disconnect();
      main.style.removeProperty(edge);
    };
  }, [on]);
  return large;
}
