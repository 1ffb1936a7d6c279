import { useStore } from "../app/store";
import { Notice } from "../parts/Notice";
import { Sms } from "../parts/Contact";
import { useSession } from "../session/context";
import { t } from "../texts";
import { clockTime } from "../time/format";
import { isStale } from "./useWatchState";
import { mineUnderWay, visits } from "./visits";

/** When the server is silent it is said here: what stands on the screen is then of an earlier moment. */
export function Freshness() {
  const { me } = useSession();
  const held = useStore(visits);
  const { asOf, all } = held;
  if (!isStale(held)) return null;
  const watched = mineUnderWay(all, me.id).length > 0;
  return (
    <Notice tone="soon" title={asOf ? t.freshness.since(clockTime(asOf)) : t.freshness.never} announce="politely">
      <p>{watched ? t.freshness.watched : t.freshness.trying}</p>
      {watched && me.serviceNumber && <Sms number={me.serviceNumber} text={t.sms.leave} wide />}
    </Notice>
  );
}
