import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { DeskMail } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { ChooseSome } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { timeOrDay } from "../../time/format";
import { timesEach, timesOf } from "./times";

const WORKDAYS = ["1", "2", "3", "4", "5"];

/** To which desk the list of a team is mailed, and when. Off until somebody fills it in. */
export function DeskMailForm({ teamId }: { teamId: string }) {
  const { value, problem: unread, again } = useFetch(() => api.deskMail(teamId), teamId);
  const [addresses, setAddresses] = useState("");
  const [days, setDays] = useState(WORKDAYS);
  const [times, setTimes] = useState("");
  const [every, setEvery] = useState("30");
  const [from, setFrom] = useState("08:00");
  const [until, setUntil] = useState("17:00");
  const { busy, problem, act } = useAction(again);
  useEffect(() => {
    if (!value || value.addresses.length === 0) return;
    setAddresses(value.addresses.join(", "));
    setDays(value.days.map(String));
    setTimes(value.times.join(", "));
  }, [value]);
  const save = () =>
    act("save", () =>
      api.setDeskMail(teamId, {
        addresses: addresses.split(/[\s,;]+/).filter(Boolean),
        days: days.map(Number),
        times: timesOf(times),
      }),
    );
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p>{t.deskMail.what}</p>
      <Notice title={t.deskMail.private} />
      {value && !value.canMail && <Notice tone="soon" title={t.deskMail.noServer} />}
      {(unread ?? problem) && <Notice tone="soon" title={unread ?? problem} announce="now" />}
      {value && <State mail={value} />}
      <TextField
        label={t.deskMail.addresses}
        hint={t.deskMail.addressesHint}
        value={addresses}
        onValue={setAddresses}
        input={{ autocomplete: "off", autocapitalize: "none", spellcheck: false, inputMode: "email" }}
      />
      <ChooseSome
        legend={t.deskMail.days}
        chips={t.roster.dayNames.map((text, index) => ({ value: String(index + 1), text }))}
        values={days}
        onValues={(chosen) => setDays([...chosen].sort())}
      />
      <TextField label={t.deskMail.times} hint={t.deskMail.timesHint} value={times} onValue={setTimes} />
      <div class="fields">
        <TextField label={t.deskMail.every} value={every} onValue={setEvery} input={{ inputMode: "numeric" }} />
        <TextField label={t.deskMail.from} type="time" value={from} onValue={setFrom} />
        <TextField label={t.deskMail.until} type="time" value={until} onValue={setUntil} />
        <Button look="quiet" size="small" onPress={() => setTimes(timesEach(Number(every), from, until).join(", "))}>
          {t.deskMail.fill}
        </Button>
      </div>
      <Button submit busy={busy !== null} disabled={!value}>
        {t.deskMail.save}
      </Button>
    </form>
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
