import { useEffect } from "preact/hooks";
import { api } from "../../api/later";
import type { DeskMail } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseSome } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { dayName, DAYS_OF_WEEK, timeOrDay } from "../../time/format";
import { asSet, checkDeskMail, deskMailField, emptyDeskMail, withTimes } from "./desk-mail";

/** To which desk the list of a team is mailed, and when. Off until somebody fills it in. */
export function DeskMailForm({ teamId }: { teamId: string }) {
  const { value, problem: unread, again } = useFetch(() => api.deskMail(teamId), teamId);
  const { form, change, setForm, fill, said, stumbles, busy, problem, send } = useForm({
    begin: emptyDeskMail,
    check: checkDeskMail,
    at: deskMailField,
    send: (body) => api.setDeskMail(teamId, body),
    onDone: again,
  });
  useEffect(() => {
    if (value) fill((old) => asSet(old, value));
  }, [value]);
  return (
    <Form class="stack" stumbles={stumbles} onSend={() => value && send()}>
      <p>{t.deskMail.what}</p>
      <Notice title={t.deskMail.private} />
      {value && !value.canMail && <Notice tone="soon" title={t.deskMail.noServer} />}
      {(unread ?? problem) && <Notice tone="soon" title={unread ?? problem} announce="now" />}
      {value && <State mail={value} />}
      <TextField
        label={t.deskMail.addresses}
        hint={t.deskMail.addressesHint}
        value={form.addresses}
        error={said("addresses")}
        onValue={(addresses) => change({ addresses })}
        input={{ autocomplete: "off", autocapitalize: "none", spellcheck: false, inputMode: "email" }}
      />
      <ChooseSome
        legend={t.deskMail.days}
        chips={DAYS_OF_WEEK.map((day) => ({ value: String(day), text: dayName(day) }))}
        values={form.days.map(String)}
        error={said("days")}
        onValues={(chosen) => change({ days: chosen.map(Number).sort() })}
      />
      <TextField
        label={t.deskMail.times}
        hint={t.deskMail.timesHint}
        value={form.times}
        error={said("times")}
        onValue={(times) => change({ times })}
      />
      <div class="fields">
        <TextField
          label={t.deskMail.every}
          value={form.every}
          onValue={(every) => change({ every })}
          input={{ inputMode: "numeric" }}
        />
        <TextField label={t.deskMail.from} type="time" value={form.from} onValue={(from) => change({ from })} />
        <TextField label={t.deskMail.until} type="time" value={form.until} onValue={(until) => change({ until })} />
        <Button look="quiet" size="small" onPress={() => setForm(withTimes)}>
          {t.deskMail.fill}
        </Button>
      </div>
      <Button submit busy={busy !== null} disabled={!value}>
        {t.deskMail.save}
      </Button>
    </Form>
  );
}

/** How it goes: when the next one leaves, and what became of the last. */
function State({ mail }: { mail: DeskMail }) {
  const now = Date.now();
  const next = mail.nextAt ? t.deskMail.next(timeOrDay(mail.nextAt, now)) : t.deskMail.off;
  const { last } = mail;
  const at = last ? timeOrDay(last.at, now) : "";
  return (
    <>
      <p role="status">
        {next}
        {(last?.state === "sent" || last?.state === "delivered") && ` ${t.deskMail.last(at, t.deskMail.sent)}`}
        {last?.state === "cancelled" && ` ${t.deskMail.last(at, t.deskMail.cancelled)}`}
      </p>
      {last?.state === "failed" && <Notice tone="soon" title={t.deskMail.failed(at, last.code ?? "")} />}
      {(last?.state === "pending" || last?.state === "sending") && (
        <Notice tone="soon" title={t.deskMail.waiting(at, last.code ?? "")} />
      )}
    </>
  );
}
