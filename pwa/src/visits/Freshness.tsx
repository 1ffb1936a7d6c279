import { useStore } from "../app/store";
import { Notice } from "../parts/Notice";
import { Sms } from "../parts/Contact";
import { useSession } from "../session/context";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { timeOrDay } from "../time/format";
import { isStale } from "./useWatchState";
import { mineUnderWay, visits } from "./visits";

/** When the server is silent it is said here: what stands on the screen is then of an earlier moment. */
export function Freshness() {
  const { me } = useSession();
  const held = useStore(visits);
  const { asOf, all } = held;
  if (!isStale(held)) return null;
  // What is kept may be of yesterday: then the day stands there too.
  const then = asOf && timeOrDay(asOf, serverClock.now());
  if (!then) {
    return (
      <Notice tone="soon" title={t.freshness.never} announce="politely">
        <p>{t.freshness.nothingYet}</p>
      </Notice>
    );
  }
  const watched = mineUnderWay(all, me.id).length > 0;
  return (
    <Notice tone="soon" title={t.freshness.since(then)} announce="politely">
      <p>{watched ? t.freshness.watched(then) : t.freshness.trying(then)}</p>
      {watched && me.serviceNumber && (
        <>
          <p>{t.freshness.bySms}</p>
          <Sms number={me.serviceNumber} text={t.sms.leave} wide />
        </>
      )}
    </Notice>
  );
}
