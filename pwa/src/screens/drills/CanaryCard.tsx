import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Canary } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { clockTime, day } from "../../time/format";
import { duration } from "./report";

/** A test message a day, the real way: for administrators. */
export function CanaryCard() {
  const { value, problem: unread, again } = useFetch(api.canary);
  const [phone, setPhone] = useState("");
  const [dailyAt, setDailyAt] = useState("08:00");
  const { busy, problem, act } = useAction(again);
  useEffect(() => {
    if (!value) return;
    setPhone(value.phone ?? "");
    setDailyAt(value.dailyAt ?? "08:00");
  }, [value]);
  const wrong = unread ?? problem;
  return (
    <form
      class="card stack desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        void act("save", () => api.setCanary({ phone, dailyAt }));
      }}
    >
      <h2 class="nl-heading nl-heading--level-2">{t.canary.title}</h2>
      <p>{t.canary.text}</p>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {value?.phone && <Last canary={value} />}
      <div class="fields">
        <TextField
          label={t.canary.phone}
          type="tel"
          value={phone}
          onValue={setPhone}
          input={{ required: true, maxLength: 32, autocomplete: "off" }}
        />
        <TextField label={t.canary.time} type="time" value={dailyAt} onValue={setDailyAt} input={{ required: true }} />
      </div>
      <div class="row">
        <Button submit look="quiet" busy={busy === "save"}>
          {value?.phone ? t.canary.save : t.canary.begin}
        </Button>
        {value?.phone && (
          <Button look="plain" busy={busy === "off"} onPress={() => void act("off", api.removeCanary)}>
            {t.canary.off}
          </Button>
        )}
      </div>
    </form>
  );
}

function Last({ canary }: { canary: Canary }) {
  const when = canary.lastAt ? `${day(canary.lastAt)} ${clockTime(canary.lastAt)}` : "";
  const next = canary.nextAt ? t.canary.next(`${day(canary.nextAt)} ${clockTime(canary.nextAt)}`) : "";
  const took = canary.seconds === null ? "" : duration(canary.seconds);
  const tone = { never: "plain", under_way: "plain", delivered: "watched", failed: "soon" } as const;
  return (
    <Notice tone={tone[canary.result]} title={t.canary.results[canary.result](when, took)} announce="politely">
      {canary.result === "failed" && <p>{t.canary.failedText}</p>}
      <p>{next}</p>
    </Notice>
  );
}
