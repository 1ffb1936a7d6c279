import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/later";
import { isWorker } from "../app/places";
import { useStore } from "../app/store";
import { Notice } from "../parts/Notice";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { mineUnderWay, visits } from "../visits/visits";
import { failsOnTheWay, mend, runChecks, type Check } from "./checks";

/** What this start of the app has told already: the same is not told twice. */
let told: string | null = null;

/** What was found last, and for whom: on the next screen the line is there at once, and moves nothing. */
let known: { personId: string; failing: Check[] } | null = null;

/** What would truly fail on the way, the gravest with how to mend it; nothing where all is well. Who is inside has other
    things to read. */
export function BeforeYouGo() {
  const { me } = useSession();
  const [failing, setFailing] = useState<Check[]>(known?.personId === me.id ? known.failing : []);
  const staying = useRef<(() => void) | null>(null);
  const busy = mineUnderWay(useStore(visits).all, me.id).length > 0;
  const worker = isWorker(me);
  useEffect(() => {
    if (!worker) return;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      void runChecks(me).then((checks) => {
        const found = failsOnTheWay(checks);
        known = { personId: me.id, failing: found };
        staying.current = fieldStays();
        setFailing(found);
        tell(checks.filter((check) => !check.good));
      });
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [me.id, me.hasPin, me.numberVerifiedAt, worker]);
  useLayoutEffect(() => {
    staying.current?.();
    staying.current = null;
  }, [failing]);
  const [gravest, ...others] = failing;
  if (busy || !gravest) return null;
  return (
    <Notice tone="soon" title={t.preflight.beforeYouGo(gravest.name)} announce="politely">
      <p>
        {gravest.text} {mend(gravest.what)}
      </p>
      {others.length > 0 && (
        <details>
          <summary>{t.preflight.andMore(others.length)}</summary>
          <ul class="stack stack-tight">
            {others.map((one) => (
              <li key={one.what}>
                <span class="strong">{t.app.colon(one.name)}</span> {one.text} {mend(one.what)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}

/** Whoever types sees their field where it was, whatever comes above it. A browser that does so by itself does not at the
    top of a screen. */
function fieldStays(): (() => void) | null {
  const main = document.getElementById("main");
  const field = document.activeElement;
  if (!main || !field?.matches("input, textarea, select")) return null;
  const before = field.getBoundingClientRect().top;
  return () => {
    main.scrollTop += field.getBoundingClientRect().top - before;
  };
}

/** The administrator sees whose phone is not ready. A phone that can't say so now says it at its next start. */
function tell(failing: Check[]): void {
  const says = failing.map((one) => one.what).sort();
  if (says.join() === told) return;
  void api.tellReadiness({ appVersion: __APP_VERSION__, failing: says }).then(
    () => {
      told = says.join();
    },
    () => undefined,
  );
}
