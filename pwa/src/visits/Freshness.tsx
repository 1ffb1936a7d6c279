import { useStore } from "../app/store";
import { secondsSince } from "../app/poll";
import { Notice } from "../parts/Notice";
import { Sms } from "../parts/Contact";
import { useSession } from "../session/context";
import { t } from "../texts";
import { clockTime } from "../time/format";
import { mineUnderWay, visits } from "./visits";

/** As old as this, an answer of the server is shown with its time. */
const OLD_SECONDS = 25;

/** When the server is silent it is said here: what stands on the screen is then of an earlier moment. */
export function Freshness() {
  const { me } = useSession();
  const { asOf, heard, silent, all } = useStore(visits);
  if (!silent || (heard && secondsSince(heard) < OLD_SECONDS)) return null;
  const watched = mineUnderWay(all, me.id).length > 0;
  return (
    <Notice tone="soon" title={asOf ? t.freshness.since(clockTime(asOf)) : t.freshness.never} announce="politely">
      <p>{watched ? t.freshness.watched : t.freshness.trying}</p>
      {watched && me.serviceNumber && <Sms number={me.serviceNumber} text="UIT" wide />}
    </Notice>
  );
}
