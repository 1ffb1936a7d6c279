import "../../desk/desk.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { AuditKind, AuditLine, Role } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { save } from "../../row-files/save";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";
import { auditSheet, lastMonth } from "../../logs/search";
import { RetentionTerms } from "./RetentionTerms";

const kinds = () => Object.keys(t.audit.kinds) as AuditKind[];
type Trail = Awaited<ReturnType<typeof api.audit>>;

/** Who got in, who was let in, and what was changed: for the administrators, a page at a time. */
export function AuditScreen() {
  const people = useFetch(api.colleagues);
  const [period, setPeriod] = useState(() => lastMonth(Date.now()));
  const [person, setPerson] = useState("");
  const [kind, setKind] = useState<AuditKind | "">("");
  const [pages, setPages] = useState<Trail[]>([]);
  const { busy, problem, act } = useAction();
  const asked = { ...(person && { person }), ...(kind && { kind }) };
  const first = useFetch(() => api.audit(asked), `${person} ${kind}`);
  useEffect(() => {
    setPages(first.value ? [first.value] : []);
  }, [first.value]);
  const next = pages[pages.length - 1]?.next ?? null;
  const more = (behind: string) =>
    act("more", async () => {
      const page = await api.audit({ ...asked, behind });
      setPages((old) => [...old, page]);
    });
  const lines = pages.flatMap((page) => page.lines);
  const names = people.value ?? [];
  return (
    <Screen wide title={t.audit.title}>
      <p class="soft">{t.audit.text}</p>
      {(first.problem ?? problem) && <Notice tone="soon" title={first.problem ?? problem} announce="now" />}
      <div class="desk-search stack">
        <SelectField
          label={t.audit.person}
          value={person}
          onValue={setPerson}
          options={[{ value: "", text: t.audit.everybody }, ...names.map((one) => ({ value: one.id, text: one.name }))]}
        />
        <SelectField
          label={t.audit.kind}
          value={kind}
          onValue={(value) => setKind(kinds().find((one) => one === value) ?? "")}
          options={[
            { value: "", text: t.audit.everything },
            ...kinds().map((one) => ({ value: one, text: t.audit.kinds[one] })),
          ]}
        />
      </div>
      <details class="not-on-paper">
        <summary>{t.audit.file}</summary>
        <div class="desk-sought">
          <TextField
            label={t.past.since}
            type="date"
            value={period.since}
            onValue={(since) => setPeriod({ ...period, since })}
          />
          <TextField
            label={t.past.until}
            type="date"
            value={period.until}
            onValue={(until) => setPeriod({ ...period, until })}
          />
          <div class="desk-sought__buttons">
            <Button
              look="quiet"
              busy={busy === "sheet"}
              onPress={() =>
                void act("sheet", async () => save(await auditSheet(period, kind, person), `${t.audit.title}.csv`))
              }
            >
              {t.past.csv}
            </Button>
          </div>
        </div>
      </details>
      <RetentionTerms />
      {first.value && lines.length === 0 && <p class="soft">{t.audit.none}</p>}
      <ul class="desk-list">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {next && (
        <Button look="quiet" wide busy={busy === "more"} onPress={() => void more(next)}>
          {t.audit.more}
        </Button>
      )}
    </Screen>
  );
}

function Line({ line }: { line: AuditLine }) {
  const about = line.about && line.about.id !== line.by?.id ? line.about.name : null;
  const roles = rolesIn(line.facts);
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">
          {about ? `${t.app.colon(t.audit.kinds[line.kind])} ${about}` : t.audit.kinds[line.kind]}
        </p>
        <p class="soft anywhere">{`${longDay(line.at)}, ${clockTime(line.at)} · ${whoDid(line)}`}</p>
        {roles && <p class="anywhere">{t.audit.roles(t.list(roles))}</p>}
      </div>
    </li>
  );
}

export const whoDid = (line: Pick<AuditLine, "by" | "via">): string =>
  line.by ? t.audit.by(line.by.name) : line.via === "cli" ? t.audit.byConsole : t.audit.byNobody;

/** The roles of now, where the line is about roles: each as its word, and the team behind it left out. */
export function rolesIn(facts: Record<string, unknown>): string[] | null {
  const now = facts.is ?? facts.roles;
  if (!Array.isArray(now)) return null;
  const words = now.map((one) => String(one).split(" ")[0] as Role);
  return [...new Set(words)].map((one) => t.roles[one] ?? one);
}
