import { useRef, useState } from "preact/hooks";
import type { Diary, MadeDiaryLink, NewDiaryLink } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { CheckField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";

interface Props {
  title: string;
  text: string;
  read: () => Promise<Diary>;
  make: (body: NewDiaryLink) => Promise<MadeDiaryLink>;
  withdraw: () => Promise<unknown>;
  /** Another team has another link. */
  of?: string;
}

/** A private link for a calendar: made, shown once, made anew, withdrawn. What it says of a resident is off at first. */
export function DiaryCard({ title, text, read, make, withdraw, of = "" }: Props) {
  const { value, problem: unread, again } = useFetch(read, of);
  const { busy, problem, act } = useAction(again);
  const [withAddress, setWithAddress] = useState(false);
  const [withDetails, setWithDetails] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const asked = (value?.fields ?? []).filter((field) => field !== "address").map((field) => t.diary.fields[field]);
  const wrong = unread ?? problem;

  const renew = () =>
    act("make", async () => {
      const link = await make({ withAddress, withDetails });
      setMade(link.url);
      setSaid(null);
    });
  const stop = () =>
    act("withdraw", async () => {
      await withdraw();
      setMade(null);
      setSaid(t.diary.withdrawn);
    });

  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2 anywhere">{title}</h2>
      <p>{text}</p>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {said && <Notice tone="plain" title={said} announce="politely" />}
      {made && <Made url={made} />}
      {value?.link && !made && (
        <p>
          {t.diary.since(longDay(value.link.madeAt), [
            t.diary.when,
            ...(value.link.withAddress ? [t.diary.fields.address] : []),
            ...(value.link.withDetails ? asked : []),
          ])}
        </p>
      )}
      {value && (
        <div class="stack stack-tight">
          <CheckField label={t.diary.address} checked={withAddress} onChecked={setWithAddress} />
          {asked.length > 0 && (
            <CheckField label={t.diary.details(asked)} checked={withDetails} onChecked={setWithDetails} />
          )}
          {(withAddress || withDetails) && <p class="soft">{t.diary.warning}</p>}
        </div>
      )}
      {value?.link && !made && <p class="soft">{t.diary.againText}</p>}
      {value && (
        <div class="row">
          <Button look="quiet" busy={busy === "make"} onPress={() => void renew()}>
            {value.link ? t.diary.again : t.diary.make}
          </Button>
          {value.link && (
            <Button look="plain" busy={busy === "withdraw"} onPress={() => void stop()}>
              {t.diary.withdraw}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Made({ url }: { url: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    field.current?.select();
    const done = navigator.clipboard?.writeText(url) ?? Promise.reject(new Error("no clipboard"));
    setCopied(await done.then(() => true).catch(() => false));
  };
  return (
    <Notice tone="watched" title={t.diary.made} announce="politely">
      <p>{t.diary.madeText}</p>
      <p>{t.diary.secret}</p>
      <TextField label={t.diary.link} value={url} onValue={() => undefined} fieldRef={field} />
      <Button look="quiet" size="small" onPress={() => void copy()}>
        {t.diary.copy}
      </Button>
      <p role="status">{copied === null ? "" : copied ? t.diary.copied : t.diary.notCopied}</p>
    </Notice>
  );
}
