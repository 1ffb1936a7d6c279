import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import type { What } from "../../phone/checks";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";

/** Whose phone said, when it was last opened, that something would fail on a visit. */
export function NotReady() {
  const { value } = useFetch(api.phonesNotReady);
  const [sought, setSought] = useState<What | null>(null);
  const phones = (value ?? []).filter((one) => sought === null || one.failing.includes(sought));
  const kinds = [...new Set((value ?? []).flatMap((one) => one.failing))];
  if (!value || value.length === 0) return null;
  return (
    <details class="card stack stack-tight">
      <summary class="strong">{t.people.notReady(value.length)}</summary>
      <div class="row">
        {kinds.map((one) => (
          <Button
            key={one}
            size="small"
            look={one === sought ? "main" : "quiet"}
            onPress={() => setSought(one === sought ? null : one)}
          >
            {t.preflight[one].name}
          </Button>
        ))}
      </div>
      <ul>
        {phones.map((one) => (
          <li key={one.person.id} class="anywhere">
            <span class="strong">{t.app.colon(one.person.name)}</span>{" "}
            {t.list(one.failing.map((what) => t.preflight[what].name))}{" "}
            <span class="soft">{t.people.toldOn(longDay(one.reportedAt), one.appVersion)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
