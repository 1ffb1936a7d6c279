import "../../desk/desk.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { RegisterLine } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button, ButtonLink } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";

type Page = Awaited<ReturnType<typeof api.letterRegister>>;
const YEARS_BACK = 5;

/** The register of letters: what was signed in a year, by number, and whether it was delivered. */
export function LettersScreen() {
  const thisYear = new Date().getFullYear();
  const [year, setYear] = useState(thisYear);
  const [text, setText] = useState("");
  const [sought, setSought] = useState("");
  const asked = `${year} ${sought}`;
  const { value, problem } = useFetch(() => api.letterRegister(year, sought), asked);
  const [found, setFound] = useState<{ asked: string; pages: Page[] }>({ asked: "", pages: [] });
  const adding = useAction();
  useEffect(() => {
    setFound({ asked, pages: value ? [value] : [] });
  }, [value]);
  // What was asked of another year comes too late.
  const pages = found.pages.filter((page) => page.year === year);
  const letters = pages.flatMap((page) => page.letters);
  const next = pages[pages.length - 1]?.next ?? null;
  const more = (after: string) =>
    adding.act("more", async () => {
      const page = await api.letterRegister(year, sought, after);
      setFound((old) => (old.asked === asked ? { asked, pages: [...old.pages, page] } : old));
    });
  const years = Array.from({ length: YEARS_BACK }, (_, back) => String(thisYear - back));
  return (
    <Screen wide title={t.letterRegister.title(String(year))}>
      <Form class="desk-search stack not-on-paper" stumbles={0} onSend={() => setSought(text.trim())}>
        <SelectField
          label={t.figures.year}
          value={String(year)}
          onValue={(chosen) => setYear(Number(chosen))}
          options={years.map((one) => ({ value: one, text: one }))}
        />
        <TextField
          label={t.letterRegister.search}
          hint={t.letterRegister.searchHint}
          type="search"
          value={text}
          onValue={setText}
        />
        <Button submit>{t.past.search}</Button>
      </Form>
      {(problem ?? adding.problem) && (
        <Notice tone="soon" title={(problem ?? adding.problem) as string} announce="now" />
      )}
      {value?.letters.length === 0 && <p class="soft">{sought ? t.letterRegister.notFound : t.letterRegister.none}</p>}
      <ul class="desk-list">
        {letters.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {next && (
        <Button look="quiet" wide busy={adding.busy !== null} onPress={() => void more(next)}>
          {t.letterRegister.more}
        </Button>
      )}
    </Screen>
  );
}

function Line({ line }: { line: RegisterLine }) {
  const said = `${t.app.colon(line.number)} ${line.name}`;
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{said}</p>
        <p class="anywhere">{t.letters.to(line.addressee || t.letters.nobody)}</p>
        <p class="soft anywhere">
          {t.letterRegister.signed(longDay(line.signedAt))}
          {" · "}
          {line.deliveredAt ? t.letterRegister.delivered(longDay(line.deliveredAt)) : t.letterRegister.notDelivered}
        </p>
      </div>
      <div class="row not-on-paper">
        <ButtonLink
          look="plain"
          size="small"
          href={`/incidents/${line.incidentId}`}
          label={t.letterRegister.reportOf(said)}
        >
          {t.letterRegister.report}
        </ButtonLink>
        <ButtonLink
          file
          look="plain"
          size="small"
          href={`/v1/letters/${line.id}/letter.pdf`}
          label={t.letterRegister.pdfOf(said)}
        >
          {t.letters.pdf}
        </ButtonLink>
      </div>
    </li>
  );
}
