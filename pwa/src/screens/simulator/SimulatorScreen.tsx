import "./simulator.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Simulated, SimulatedPhone } from "../../api/types";
import { usePoll } from "../../app/poll";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { Mailbox } from "./Mailbox";
import { Phone } from "./Phone";

const ORDER = ["worker", "colleague", "manager"];

/** Who plays a part in a watch comes first, in the order in which they are told. */
function inOrder(phones: SimulatedPhone[]): SimulatedPhone[] {
  const place = (phone: SimulatedPhone) => {
    const found = ORDER.findIndex((role) => phone.roles.includes(role));
    return found < 0 ? ORDER.length : found;
  };
  return [...phones].sort((a, b) => place(a) - place(b));
}

/** The phones and mailboxes of the demonstration, side by side: what would have gone out, and answering it. */
export function SimulatorScreen() {
  const [simulated, setSimulated] = useState<Simulated | null>(null);
  const [silent, setSilent] = useState(false);
  const { now } = usePoll(
    () =>
      api.phones().then(
        (heard) => {
          setSimulated(heard);
          setSilent(false);
        },
        () => setSilent(true),
      ),
    1_000,
  );
  return (
    <main class="simulator">
      <header class="simulator__head">
        <h1 class="nl-heading nl-heading--level-1">{t.simulator.title}</h1>
        <p class="simulator__banner">
          <strong>{t.app.simulator}</strong> {t.simulator.text}
        </p>
      </header>
      {silent && <Notice tone="soon" title={t.simulator.silent} announce="politely" />}
      <div class="simulator__phones">
        {inOrder(simulated?.phones ?? []).map((phone) => (
          <Phone key={phone.personId} phone={phone} onDone={now} />
        ))}
        {simulated?.mailboxes.map((mailbox) => (
          <Mailbox key={mailbox.address} mailbox={mailbox} />
        ))}
      </div>
      {simulated?.phones.length === 0 && <p>{t.simulator.none}</p>}
    </main>
  );
}
