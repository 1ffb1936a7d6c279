import type { Alarm } from "../api/types";
import { api } from "../api/later";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { ChooseOne } from "../parts/Chips";
import { Call } from "../parts/Contact";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Badge, Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { clockTime } from "../time/format";
import { beginGuardCall, checkGuardCall } from "./guard-call";

type Guard = NonNullable<Alarm["guard"]>;

/** The external guard firm: its number, what became of calling it, and what a human heard. */
export function GuardCard({ alarm, guard, onDone }: { alarm: Alarm; guard: Guard; onDone: () => void }) {
  if (guard.name === null || guard.phone === null) {
    return (
      <section class="card stack">
        <h2 class="nl-heading nl-heading--level-2">{t.guard.title}</h2>
        <Notice tone="soon" title={t.guard.missing} />
      </section>
    );
  }
  return (
    <section class="card stack" aria-label={t.guard.title}>
      <h2 class="nl-heading nl-heading--level-2 anywhere">{`${t.app.colon(t.guard.title)} ${guard.name}`}</h2>
      {guard.calls.length === 0 ? (
        <p class="soft">{t.guard.nothing}</p>
      ) : (
        <ul class="plain stack stack-tight">
          {guard.calls.map((call) => (
            <li key={`${call.at}-${call.outcome}`} class="anywhere">
              {t.guard.line(call.name, call.outcome, call.minutes, clockTime(call.at), call.by?.name ?? null)}
              {call.note && `. ${call.note}`}
            </li>
          ))}
        </ul>
      )}
      {!guard.numberVerified && (
        <p>
          <Badge tone="soon">{t.guard.unverified}</Badge>
        </p>
      )}
      {!alarm.drill && (
        <>
          <Call name={guard.name} number={guard.phone} full />
          {alarm.mayAct && alarm.resolvedAt === null && <Heard alarmId={alarm.id} onDone={onDone} />}
        </>
      )}
    </section>
  );
}

function Heard({ alarmId, onDone }: { alarmId: string; onDone: () => void }) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: beginGuardCall,
    check: checkGuardCall,
    at: asNamed("outcome", "minutes", "note"),
    next: beginGuardCall,
    send: (body) => api.guardCall(alarmId, body),
    onDone: () => onDone(),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <ChooseOne
        legend={t.guard.outcome}
        chips={(["comes", "cant", "no_answer"] as const).map((value) => ({ value, text: t.guard.outcomes[value] }))}
        value={form.outcome}
        onValue={(outcome) => change({ outcome })}
        error={said("outcome")}
        flow
      />
      {form.outcome === "comes" && (
        <TextField
          label={t.guard.minutes}
          value={form.minutes}
          onValue={(minutes) => change({ minutes })}
          error={said("minutes")}
          input={{ inputMode: "numeric" }}
        />
      )}
      <TextField label={t.guard.note} value={form.note} error={said("note")} onValue={(note) => change({ note })} />
      <Button submit look="quiet" busy={busy !== null}>
        {t.guard.log}
      </Button>
    </Form>
  );
}
