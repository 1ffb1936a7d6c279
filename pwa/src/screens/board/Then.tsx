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
  const outOfSight = useRef(false);
  useEffect(() => {
    if (!next) return;
    const row = here.current?.closest("tr");
    const again = () => draw((n) => n + 1);
    // The browser says so of a row that it does not lay out (board.css). To ask it each second makes it lay out all.
    const moved = (event: Event) => {
      outOfSight.current = "skipped" in event && event.skipped === true;
      if (!outOfSight.current) again();
    };
    let timer: ReturnType<typeof setTimeout>;
    let seconds = 0;
    const count = () => {
      const left = Date.parse(next.dueAt) - serverClock.now();
      if (!outOfSight.current || seconds % OUT_OF_SIGHT === 0 || left <= 0) again();
      seconds += 1;
      if (left > 0) timer = setTimeout(count, left > COUNTS_FROM ? left - COUNTS_FROM : left % 1_000 || 1_000);
    };
    count();
    row?.addEventListener("contentvisibilityautostatechange", moved);
    return () => {
      clearTimeout(timer);
      row?.removeEventListener("contentvisibilityautostatechange", moved);
    };
  }, [next?.dueAt]);
  const coming = thenOf(next, serverClock.now());
  return coming && <Counted coming={coming} here={here} />;
}
