import "../../desk/desk.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { LookKind, LookLine } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { save } from "../../row-files/save";
import { Button } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";
import { usePages } from "../../logs/usePages";
import { lastMonth, looksSheet, search, type Sought } from "../../logs/search";

const kinds = () => Object.keys(t.looks.kinds) as LookKind[];

/** Who looked at what, of everybody: for who keeps the register. Reading it stands in it too. */
export function LooksScreen() {
  const people = useFetch(api.colleagues);
  const [sought, setSought] = useState<Sought>(() => ({ ...lastMonth(Date.now()), kind: "", by: "" }));
  const [asked, setAsked] = useState(sought);
  const { pages, wrong, stumbles, next, more } = usePages(asked, search);
  const { busy, problem, act } = useAction();
  const put = (change: Partial<Sought>) => setSought((old) => ({ ...old, ...change }));
  const lines = (pages ?? []).flatMap((page) => page.looks);
  return (
    <Screen wide title={t.looks.title}>
      <p class="soft">{t.looks.text}</p>
      <Form class="desk-sought not-on-paper" stumbles={stumbles} onSend={() => setAsked({ ...sought })}>
        <TextField label={t.past.since} type="date" value={sought.since} onValue={(since) => put({ since })} />
        <TextField label={t.past.until} type="date" value={sought.until} onValue={(until) => put({ until })} />
        <SelectField
          label={t.looks.by}
          value={sought.by}
          onValue={(by) => put({ by })}
          options={[
            { value: "", text: t.audit.everybody },
            ...(people.value ?? []).map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
        <SelectField
          label={t.looks.kind}
          value={sought.kind}
          onValue={(value) => put({ kind: kinds().find((one) => one === value) ?? "" })}
          options={[
            { value: "", text: t.audit.everything },
            ...kinds().map((one) => ({ value: one, text: t.looks.kinds[one] })),
          ]}
        />
        <div class="desk-sought__buttons">
          <Button submit>{t.past.search}</Button>
          <Button
            look="quiet"
            busy={busy === "sheet"}
            onPress={() => void act("sheet", async () => save(await looksSheet(asked), `${t.looks.title}.csv`))}
          >
            {t.past.csv}
          </Button>
        </div>
      </Form>
      {(wrong ?? problem) && <Notice tone="soon" title={wrong ?? problem} announce="now" />}
      {!pages && !wrong && <p class="soft">{t.past.looking}</p>}
      {pages && lines.length === 0 && <p class="soft">{t.audit.none}</p>}
      <ul class="desk-list">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {next && (
        <Button look="quiet" wide busy={busy === "more"} onPress={() => void act("more", more)}>
          {t.audit.more}
        </Button>
      )}
    </Screen>
  );
}

function Line({ line }: { line: LookLine }) {
  const what = t.looks.whats[line.what] ?? line.what;
  const more = [
    what,
    line.team?.name,
    line.about.length > 0 && t.looks.about(t.list(line.about.map(({ name }) => name))),
    line.answered !== null && (line.answered ? t.looks.answered : t.looks.nothing),
  ].filter(Boolean);
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{`${t.app.colon(line.by?.name ?? t.audit.byNobody)} ${t.looks.kinds[line.kind]}`}</p>
        <p class="soft anywhere">{[`${longDay(line.at)}, ${clockTime(line.at)}`, ...more].join(" · ")}</p>
        {line.taken && <Badge tone="soon">{t.looks.taken}</Badge>}
      </div>
    </li>
  );
}
