import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { ScimToken } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { longDay, timeOrDay } from "../../time/format";

const DAYS = 365;

/** The tokens by which the provider of the organisation keeps its people and groups here (SCIM 2.0). */
export function KeptByProvider() {
  const { value, problem: unread, again } = useFetch(api.scimTokens);
  const { busy, problem, act } = useAction(again);
  const [name, setName] = useState("");
  const [secret, setSecret] = useState("");
  const wrong = unread ?? problem;
  const make = () =>
    act("make", () => api.makeScimToken({ name: name.trim(), days: DAYS }).then((made) => setSecret(made.secret)));
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.scim.title}</h2>
      <p>{t.scim.text}</p>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {value && (
        <dl class="facts">
          <dt>{t.scim.address}</dt>
          <dd class="anywhere">{value.address}</dd>
        </dl>
      )}
      {secret && (
        <Notice tone="watched" title={t.scim.shown} announce="politely">
          <p class="anywhere">
            <code>{secret}</code>
          </p>
        </Notice>
      )}
      <ul class="stack">
        {(value?.tokens ?? []).map((one) => (
          <li key={one.id} class="stack stack-tight">
            <p class="strong anywhere">{one.name}</p>
            <p class="soft anywhere">{facts(one)}</p>
            {one.makerLeft && <Notice tone="soon" title={t.scim.makerLeft(one.madeBy.name)} />}
            <div class="row">
              <Button
                size="small"
                look="quiet"
                busy={busy === one.id}
                label={t.scim.endOf(one.name)}
                onPress={() => void act(one.id, () => api.endScimToken(one.id))}
              >
                {t.scim.end}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {value && value.groups.length > 0 && <p class="soft anywhere">{t.scim.groups(value.groups.join(", "))}</p>}
      <TextField label={t.scim.name} hint={t.scim.nameHint} value={name} onValue={setName} input={{ maxLength: 80 }} />
      <div class="row">
        <Button look="quiet" busy={busy === "make"} disabled={!value || !name.trim()} onPress={() => void make()}>
          {t.scim.make}
        </Button>
      </div>
    </section>
  );
}

const facts = (one: ScimToken): string =>
  [
    t.scim.until(longDay(one.expiresAt)),
    one.usedAt ? t.scim.used(timeOrDay(one.usedAt, serverClock.now())) : t.scim.neverUsed,
    ...(one.makerLeft ? [] : [t.scim.by(one.madeBy.name)]),
  ].join(" · ");
