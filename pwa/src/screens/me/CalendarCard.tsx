import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { MyDiary } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useFetch } from "../../app/useFetch";
import { SENDING, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { forgetProposals } from "../../proposals/proposals";
import { t } from "../../texts/later";
import { checkCalendar, noCalendar } from "./calendar";

type Read = Awaited<ReturnType<typeof api.tryCalendar>>;

const found = ({ withPlace, toVisit, notes }: Read): string =>
  [t.calendar.works(withPlace, toVisit), ...notes].join(" ");

/** The calendar of mine that may be read. Its address is a secret: typed once, and never shown again. */
export function CalendarCard() {
  const { value, again } = useFetch<MyDiary>(api.myDiary);
  const [news, setNews] = useState<string | null>(null);
  const { form, change, said, stumbles, busy, problem, send, act } = useForm({
    begin: noCalendar,
    check: checkCalendar,
    at: asNamed("url"),
    next: noCalendar,
    send: (url) => {
      setNews(null);
      return api.saveCalendar(url);
    },
    onDone: (read) => {
      setNews(found(read));
      again();
    },
  });
  if (!value?.readsCalendars) return null;

  const tryIt = () =>
    act("try", async () => {
      setNews(null);
      setNews(found(await api.tryCalendar()));
      again();
    });
  const remove = () =>
    act("remove", async () => {
      await api.removeCalendar();
      forgetProposals();
      setNews(t.calendar.removed);
      again();
    });

  return (
    <Form class="card stack" stumbles={stumbles} onSend={send}>
      <h2 class="nl-heading nl-heading--level-2">{t.calendar.title}</h2>
      <p>{t.calendar.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {news && <Notice tone="watched" title={news} announce="politely" />}
      {value.calendar && (
        <>
          <p class="anywhere">
            {t.calendar.reads(value.calendar.host)} {t.calendar.hidden}
          </p>
          <div class="row">
            <Button look="quiet" busy={busy === "try"} onPress={() => void tryIt()}>
              {t.calendar.test}
            </Button>
            <Button look="plain" busy={busy === "remove"} onPress={() => void remove()}>
              {t.calendar.remove}
            </Button>
          </div>
        </>
      )}
      <TextField
        label={value.calendar ? t.calendar.replace : t.calendar.url}
        hint={t.calendar.how}
        value={form.url}
        error={said("url")}
        onValue={(url) => change({ url })}
        input={{
          required: true,
          inputMode: "url",
          autocomplete: "off",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: false,
          maxLength: 2000,
        }}
      />
      <Button submit look="quiet" busy={busy === SENDING}>
        {t.calendar.save}
      </Button>
    </Form>
  );
}
