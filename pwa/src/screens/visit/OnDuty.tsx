import type { Visit } from "../../api/types";
import { Call, givenName } from "../../parts/Contact";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";

/** Who watches, and one press to speak to them; that needs no data network. */
export function OnDuty({ visit }: { visit: Visit }) {
  const { onDuty, nobodyOnDuty } = visit.watch;
  if (nobodyOnDuty || onDuty.length === 0) {
    return (
      <Notice tone="soon" title={t.visit.nobodyOnDuty} announce="politely">
        <p>{t.visit.nobodyOnDutyText}</p>
      </Notice>
    );
  }
  return (
    <ul class="stack stack-tight">
      {onDuty.slice(0, 2).map((person) => (
        <li key={person.id} class="visit__duty">
          <span class="anywhere">{t.visit.watches(person.name)}</span>
          {person.phone && <Call name={givenName(person.name)} number={person.phone} size="small" />}
        </li>
      ))}
    </ul>
  );
}
