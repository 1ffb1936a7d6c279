import { api } from "../../../api/later";
import { useFetch } from "../../../app/useFetch";
import { t } from "../../../texts/later";
import { clockTime, longDay } from "../../../time/format";
import type { SectionProps } from "../section";

/** Who read this report, other than whom it happened to. */
export function ReadersSection({ incident, round }: SectionProps) {
  const { value } = useFetch(() => api.readers(incident.id), `${incident.id} ${round}`);
  if (!value) return null;
  return (
    <details class="card">
      <summary class="incident-summary">{t.cases.readers}</summary>
      {value.readers.length === 0 && <p>{t.cases.noReaders}</p>}
      <ul class="stack stack-tight">
        {value.readers.map((one, place) => (
          <li key={place} class="anywhere">
            {t.cases.byAt(one.person.name, longDay(one.at), clockTime(one.at))} ({t.cases.readWhat[one.what]})
          </li>
        ))}
      </ul>
      {value.more && <p class="soft">{t.cases.moreReaders}</p>}
    </details>
  );
}
