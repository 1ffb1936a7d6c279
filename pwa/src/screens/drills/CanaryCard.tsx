import { api } from "../../api/later";
import type { Canary } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useFetch } from "../../app/useFetch";
import { SENDING, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { CheckField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { clockTime, day } from "../../time/format";
import { beginCanary, checkCanary } from "./drill-forms";
import { duration } from "./report";

/** A test message a day, the real way: for administrators. */
export function CanaryCard() {
  const { value, problem, again } = useFetch(api.canary);
  return (
    <section class="card stack desk-form">
      <h2 class="nl-heading nl-heading--level-2">{t.canary.title}</h2>
      <p>{t.canary.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {value?.phone && <Last canary={value} />}
      {/* Only once it is known how it is set: what somebody types is not overtaken by an answer. */}
      {value && <Settings key={`${value.phone} ${value.dailyAt}`} canary={value} onDone={again} />}
    </section>
  );
}

function Settings({ canary, onDone }: { canary: Canary; onDone: () => void }) {
  const { form, change, said, stumbles, busy, problem, send, act } = useForm({
    begin: () => beginCanary(canary),
    check: checkCanary,
    at: asNamed("phone", "dailyAt"),
    send: (body) => api.setCanary(body),
    onDone: () => onDone(),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <div class="fields">
        <TextField
          label={t.canary.phone}
          type="tel"
          value={form.phone}
          error={said("phone")}
          onValue={(phone) => change({ phone })}
          input={{ required: true, maxLength: 32, autocomplete: "off" }}
        />
        <TextField
          label={t.canary.time}
          type="time"
          value={form.dailyAt}
          error={said("dailyAt")}
          onValue={(dailyAt) => change({ dailyAt })}
          input={{ required: true }}
        />
      </div>
      <CheckField label={t.canary.rings} checked={form.rings} onChecked={(rings) => change({ rings })} />
      <CheckField label={t.canary.asks} checked={form.asks} onChecked={(asks) => change({ asks })} />
      <p class="soft">{t.canary.asksHint}</p>
      <div class="row">
        <Button submit look="quiet" busy={busy === SENDING}>
          {canary.phone ? t.canary.save : t.canary.begin}
        </Button>
        {canary.phone && (
          <Button
            look="plain"
            busy={busy === "off"}
            onPress={() => void act("off", () => api.removeCanary().then(onDone))}
          >
            {t.canary.off}
          </Button>
        )}
      </div>
    </Form>
  );
}

function Last({ canary }: { canary: Canary }) {
  const when = canary.lastAt ? `${day(canary.lastAt)} ${clockTime(canary.lastAt)}` : "";
  const next = canary.nextAt ? t.canary.next(`${day(canary.nextAt)} ${clockTime(canary.nextAt)}`) : "";
  const took = canary.seconds === null ? "" : duration(canary.seconds);
  const tone = {
    never: "plain",
    under_way: "plain",
    delivered: "watched",
    answered: "watched",
    unanswered: "soon",
    failed: "soon",
  } as const;
  const at = [
    { name: "sent", at: canary.sentAt },
    { name: "delivered", at: canary.deliveredAt },
    { name: "rang", at: canary.rangAt },
    { name: "pickedUp", at: canary.pickedUpAt },
    { name: "answered", at: canary.answeredAt },
  ] as const;
  return (
    <Notice tone={tone[canary.result]} title={t.canary.results[canary.result](when, took)} announce="politely">
      {canary.fault && <p>{`${t.canary.faults[canary.fault]} ${t.canary.failedText}`.trim()}</p>}
      {canary.result === "unanswered" && <p>{t.canary.unansweredText}</p>}
      {(canary.rangAt || canary.answeredAt) && (
        <p>{at.flatMap((one) => (one.at ? [t.canary.at[one.name](clockTime(one.at))] : [])).join(", ")}.</p>
      )}
      <p>{next}</p>
    </Notice>
  );
}
