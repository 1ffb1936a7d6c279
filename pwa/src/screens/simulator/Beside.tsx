import "./beside.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Simulated, SimulatedPhone } from "../../api/types";
import { keepBeside } from "../../app/demonstration";
import { usePoll } from "../../app/poll";
import { useStore } from "../../app/store";
import { Button } from "../../parts/Button";
import { session } from "../../session/session";
import { t } from "../../texts/later";
import { FaceButtons, freeToBe } from "./Faces";
import { Phone } from "./Phone";
import { Tour } from "./Tour";
import { useDemonstration } from "./useDemonstration";

const EVERY = 1_000;
/** In the order in which they hear of it. */
const ON_THE_LADDER = ["worker", "colleague", "manager"];

const rings = (phone: SimulatedPhone): boolean => phone.items.some((item) => item.call?.state === "ringing");
const latest = (phone: SimulatedPhone): string => phone.items[phone.items.length - 1]?.at ?? "";

/** Who is called now comes first, then who heard something last. */
const byWhatHappened = (a: SimulatedPhone, b: SimulatedPhone): number =>
  Number(rings(b)) - Number(rings(a)) || latest(b).localeCompare(latest(a));

/** What to try, who one is, and everybody's phone, beside the app. */
export function Beside() {
  const demonstration = useDemonstration();
  const [simulated, setSimulated] = useState<Simulated | null>(null);
  const [open, setOpen] = useState(true);
  const { now } = usePoll(() => api.phones().then(setSimulated, () => undefined), EVERY, open);
  const here = useStore(session);
  const panel = useRef<HTMLElement>(null);
  const order = useRef<string[]>([]);

  const shown = open && demonstration;
  const isShown = Boolean(shown);
  useEffect(() => {
    document.documentElement.classList.toggle("with-phones", isShown);
    return () => document.documentElement.classList.remove("with-phones");
  }, [isShown]);
  if (!shown) return null;

  const mine = here.state === "signed-in" ? here.me.email : undefined;
  const { people, tour } = demonstration;
  const first = ON_THE_LADDER.flatMap((role) => people.find(({ roles }) => roles.includes(role)) ?? []);
  const rest = freeToBe(people).filter((one) => !first.includes(one));
  const phones = (simulated?.phones ?? []).filter((phone) => phone.items.length > 0);
  // Nothing moves under the hands of who is typing an answer.
  if (!panel.current?.contains(document.activeElement) || document.activeElement?.tagName !== "INPUT") {
    order.current = [...phones].sort(byWhatHappened).map((phone) => phone.personId);
  }
  const place = ({ personId }: SimulatedPhone) => order.current.indexOf(personId) + 1 || order.current.length + 1;
  return (
    <aside ref={panel} class="beside stack" aria-label={t.demonstration.label}>
      <header class="beside__head">
        <strong>{t.demonstration.label}</strong>
        <Button
          size="small"
          look="plain"
          onPress={() => {
            keepBeside(false);
            setOpen(false);
          }}
        >
          {t.app.close}
        </Button>
      </header>
      <Tour done={tour} />
      <section class="stack stack-tight" aria-labelledby="become">
        <h2 id="become" class="nl-heading nl-heading--level-3">
          {t.demonstration.become}
        </h2>
        <FaceButtons {...demonstration} people={first} now={mine} />
        <details class="beside__others">
          <summary>{t.demonstration.others}</summary>
          <FaceButtons {...demonstration} people={rest} now={mine} />
        </details>
      </section>
      <section class="stack stack-tight" aria-labelledby="phones">
        <h2 id="phones" class="nl-heading nl-heading--level-3">
          {t.app.simulatorPhones}
        </h2>
        {phones.length === 0 && <p class="soft">{t.demonstration.noPhoneYet}</p>}
        {phones
          .sort((a, b) => place(a) - place(b))
          .map((phone) => (
            <Phone key={phone.personId} phone={phone} onDone={now} />
          ))}
      </section>
    </aside>
  );
}
