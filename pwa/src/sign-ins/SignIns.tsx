import { useState } from "preact/hooks";
import type { SignIn, SignIns as Found } from "../api/types";
import { useAction } from "../app/useAction";
import { useFetch } from "../app/useFetch";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { serverClock } from "../time/clock";
import { longDay, timeOrDay } from "../time/format";

interface Props {
  title: string;
  text?: string;
  /** Whose they are: other people have other ones. */
  of?: string;
  read: () => Promise<Found>;
  end: (id: string) => Promise<unknown>;
}

/** Where somebody is signed in, each to be ended alone; this device by signing out, which tidies up first. */
export function SignIns({ title, text, of = "", read, end }: Props) {
  const { value, problem: unread, again } = useFetch(read, of);
  const { busy, problem, act } = useAction(again);
  const [ended, setEnded] = useState(false);
  const wrong = unread ?? problem;
  const stop = (id: string) => act(id, () => end(id)).then(setEnded);
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2 anywhere">{title}</h2>
      {text && <p>{text}</p>}
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {ended && <Notice tone="watched" title={t.signIns.ended} announce="politely" />}
      {value?.signIns.length === 0 && <p>{t.signIns.none}</p>}
      <ul class="stack">
        {(value?.signIns ?? []).map((one) => (
          <li key={one.id} class="stack stack-tight">
            <p class="strong anywhere">{named(one)}</p>
            <p class="soft anywhere">{facts(one)}</p>
            {one.current ? (
              <p>{t.signIns.here}</p>
            ) : (
              <div class="row">
                <Button
                  size="small"
                  look="quiet"
                  busy={busy === one.id}
                  label={t.signIns.endOf(named(one))}
                  onPress={() => void stop(one.id)}
                >
                  {t.signIns.end}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const named = (one: SignIn): string =>
  one.kind === "bearer" ? one.name || t.signIns.program : one.device || t.signIns.browser;

const facts = (one: SignIn): string =>
  [
    t.signIns.since(longDay(one.madeAt)),
    ...(one.network ? [t.signIns.from(one.network)] : []),
    t.signIns.used(timeOrDay(one.usedAt, serverClock.now())),
    ...(one.kind === "bearer" ? [t.signIns.until(longDay(one.expiresAt))] : []),
    ...(one.readOnly ? [t.signIns.readOnly] : []),
  ].join(" · ");
