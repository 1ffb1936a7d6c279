import { useStore } from "../app/store";
import { HoldButton } from "../parts/HoldButton";
import { t } from "../texts";
import { warmUp } from "./location";
import { panic, raise } from "./panic";

/**
 * The noodknop where the rest of the app is not there: it knows no visit and no session, and the server finds both by
 * who is signed in on this phone.
 */
export function BareAlarm({ onRaised }: { onRaised?: () => void }) {
  const mine = useStore(panic);
  const taker = mine?.alarm?.acknowledgedBy;
  if (mine) {
    const said = mine.sent ? t.panic.sent : mine.refused ? t.panic.refused : t.panic.sending;
    return (
      <p class="strong" role="alert">
        {taker ? `${said}. ${t.panic.taken(taker.name)}` : said}
      </p>
    );
  }
  return (
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
  );
}
