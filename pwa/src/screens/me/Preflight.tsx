import { useEffect, useState } from "preact/hooks";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { within } from "../../time/within";
import { mend, runChecks, type Check } from "../../phone/checks";

/** Before the first visit of the day: what works on this phone, and what would not. */
export function Preflight() {
  const { me } = useSession();
  const [checks, setChecks] = useState<Check[] | null>(null);
  const run = () => {
    setChecks(null);
    void within(10_000, () => navigator.storage?.persist?.(), false);
    void runChecks(me).then(setChecks);
  };
  useEffect(run, [me.id, me.hasPin]);
  const failing = checks?.filter((check) => !check.good).length ?? 0;

  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.preflight.title}</h2>
      <p role="status">
        {checks === null ? t.preflight.busy : failing === 0 ? t.preflight.allGood : t.preflight.failing(failing)}
      </p>
      <ul>
        {(checks ?? [])
          .sort((a, b) => Number(a.good) - Number(b.good))
          .map((check) => (
            <li key={check.name} class="preflight__item">
              {check.good ? (
                <Icon name="check" />
              ) : (
                <span class="preflight__mark" aria-hidden="true">
                  !
                </span>
              )}
              <span>
                <span class="strong">{check.name}</span>
                <br />
                <span class={check.good ? "soft" : ""}>
                  {check.good ? check.text : `${check.text} ${mend(check.what)}`}
                </span>
              </span>
            </li>
          ))}
      </ul>
      <Button look="quiet" size="small" onPress={run}>
        {t.preflight.again}
      </Button>
    </section>
  );
}
