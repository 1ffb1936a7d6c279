import { useEffect, useState } from "preact/hooks";
import type { BoardVisit } from "../../api/types";
import { Counted } from "../../desk/Counted";
import { serverClock } from "../../time/clock";
import { COUNTS_FROM, thenOf } from "./next";

/** What comes next about a visit. It counts by itself once that is near, so that the row around it is not drawn for it. */
export function Then({ next }: { next: BoardVisit["next"] }) {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!next) return;
    let timer: ReturnType<typeof setTimeout>;
    const again = () => {
      draw((n) => n + 1);
      const left = Date.parse(next.dueAt) - serverClock.now();
      if (left > 0) timer = setTimeout(again, left > COUNTS_FROM ? left - COUNTS_FROM : left % 1_000 || 1_000);
    };
    again();
    return () => clearTimeout(timer);
  }, [next?.dueAt]);
  const coming = thenOf(next, serverClock.now());
  return coming && <Counted coming={coming} />;
}
