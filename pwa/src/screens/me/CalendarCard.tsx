import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { MyDiary } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { forgetProposals } from "../../proposals/proposals";
import { t } from "../../texts";

/** The calendar of mine that may be read. Its address is a secret: typed once, and never shown again. */
export function CalendarCard() {
  const { value, again } = useFetch<MyDiary>(api.myDiary);
  const { busy, problem, act } = useAction(again);
  const [url, setUrl] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  if (!value?.readsCalendars) return null;

  const save = () =>
    act("save", async () => {
      setSaid(null);
      const { withPlace, toVisit, notes } = await api.saveCalendar(url);
      setUrl("");
      setSaid([t.calendar.works(withPlace, toVisit), ...notes].join(" "));
    });
  const tryIt = () =>
    act("try", async () => {
      setSaid(null);
      const { withPlace, toVisit, notes } = await api.tryCalendar();
      setSaid([t.calendar.works(withPlace, toVisit), ...notes].join(" "));
    });
  const remove = () =>
    act("remove", async () => {
      await api.removeCalendar();
      forgetProposals();
      setSaid(t.calendar.removed);
    });

  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 class="nl-heading nl-heading--level-2">{t.calendar.title}</h2>
      <p>{t.calendar.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {said && <Notice tone="watched" title={said} announce="politely" />}
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
        value={url}
        onValue={setUrl}
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
      <Button submit look="quiet" busy={busy === "save"}>
        {t.calendar.save}
      </Button>
    </form>
  );
}
