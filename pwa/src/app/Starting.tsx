import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { BareAlarm } from "../panic/BareAlarm";
import { ButtonLink } from "../parts/Button";
import { numbers } from "../session/session";
import { t } from "../texts";
import { telLink } from "../time/format";

/** Most starts are over before anybody could read a word. */
const A_MOMENT = 600;

/** Nobody has said yet who this is: a slow store, or a slow network. Calling and the noodknop don't wait for that. */
export function Starting() {
  const { route } = useLocation();
  const [slow, setSlow] = useState(false);
  const { emergency } = numbers.get();
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), A_MOMENT);
    return () => clearTimeout(timer);
  }, []);
  if (!slow) return <Letters />;
  return (
    <main class="screen">
      <div class="screen__body stack">
        <h1 class="nl-heading nl-heading--level-1">{t.app.name}</h1>
        <p role="status">{t.app.moment}</p>
        <BareAlarm onRaised={() => route("/panic")} />
        <ButtonLink href={telLink(emergency)} look="quiet" wide icon="phone">
          {t.contact.callEmergency(emergency)}
        </ButtonLink>
      </div>
    </main>
  );
}

/** Nothing to see: the browser fetches its letters while nobody waits for them yet, and not with the first screen. */
function Letters() {
  return (
    <p class="only-read-aloud" aria-hidden="true">
      {t.app.name} <strong>{t.app.name}</strong>
    </p>
  );
}
