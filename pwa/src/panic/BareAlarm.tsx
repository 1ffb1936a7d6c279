import { useStore } from "../app/store";
import { HoldButton } from "../parts/HoldButton";
import { t } from "../texts";
import { warmUp } from "./location";
import { isOpen, panic, raise } from "./panic";

/**
 * The noodknop where the rest of the app is not there: it knows no visit and no session, and the server finds both by
 * who is signed in on this phone.
 */
export function BareAlarm({ onRaised }: { onRaised?: () => void }) {
  const mine = useStore(panic);
  const now = isOpen(mine) ? mine : null;
  const taker = now?.alarm?.acknowledgedBy;
  const said = now && (now.sent ? t.panic.sent : now.refused ? t.panic.refused : t.panic.sending);
  return (
    <>
      {said && (
        <p class="strong" role="alert">
          {taker ? `${said}. ${t.panic.taken(taker.name)}` : said}
        </p>
      )}
      {/* Here nobody hears any more how it goes on: it may be over by now, and help be needed again. */}
      {said !== t.panic.sending && (
        <HoldButton
          size="screen"
          label={t.panic.holdLabel}
          onTouch={() => void warmUp()}
          onHeld={() => {
            raise(null, null);
            onRaised?.();
          }}
        >
          {t.panic.title}
        </HoldButton>
      )}
    </>
  );
}
