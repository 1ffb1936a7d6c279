import { useEffect, useRef, useState } from "preact/hooks";
import type { BoardVisit } from "../../api/types";
import { Counted } from "../../desk/Counted";
import { serverClock } from "../../time/clock";
import { COUNTS_FROM, thenOf } from "./next";

/** Out of sight a row counts by so many seconds: whoever has it read aloud, or printed, hears the time it is all the same. */
const OUT_OF_SIGHT = 10;

/** What comes next about a visit. It counts by itself once that is near, so that the row around it is not drawn for it. */
export function Then({ next }: { next: BoardVisit["next"] }) {
  const [, draw] = useState(0);
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!next) return;
    let timer: ReturnType<typeof setTimeout>;
    let seconds = 0;
    const again = () => {
      const left = Date.parse(next.dueAt) - serverClock.now();
      if (seconds % OUT_OF_SIGHT === 0 || left <= 0 || isInSight(here.current)) draw((n) => n + 1);
      seconds += 1;
      if (left > 0) timer = setTimeout(again, left > COUNTS_FROM ? left - COUNTS_FROM : left % 1_000 || 1_000);
    };
    again();
    return () => clearTimeout(timer);
  }, [next?.dueAt]);
  const coming = thenOf(next, serverClock.now());
  return coming && <Counted coming={coming} here={here} />;
}

/** False only of a row that the browser does not lay out (board.css). */
const isInSight = (one: HTMLElement | null): boolean => one?.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;
