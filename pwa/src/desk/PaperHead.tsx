import "./paper.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { serverClock } from "../time/clock";
import { exactTime, longDay } from "../time/format";

/** On paper only: whose it is, of when, and what was looked for. What was folded on the screen is unfolded there, for nobody can press on it. */
export function PaperHead({ about }: { about?: string }) {
  const { me } = useSession();
  const moment = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    let unfolded: HTMLDetailsElement[] = [];
    // At once, and not when the screen is drawn next: the paper is made right after this.
    const before = () => {
      const now = serverClock.now();
      if (moment.current) moment.current.textContent = t.paper.printedAt(longDay(now), exactTime(now));
      unfolded = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")];
      for (const one of unfolded) one.open = true;
    };
    const after = () => {
      for (const one of unfolded) one.open = false;
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return (
    <p class="paper-head">
      {me.organisation.name} · <span ref={moment} />
      {about && ` · ${about}`}
    </p>
  );
}
