import { api } from "../../api/later";
import type { Incident } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { ButtonLink } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";
import { UnsentReports } from "../../incidents/UnsentReports";

/** How far a report is, as whom it happened to wants to know it. */
export const farOf = (one: Pick<Incident, "state" | "seenBy">): string =>
  one.state === "reported"
    ? t.myReports.reported
    : one.state === "seen" && one.seenBy
      ? t.incidents.seenBy(one.seenBy.name)
      : t.myReports.states[one.state];

/** What I reported, and what was reported of what happened to me: how far it is, and the way to it. */
export function MyReportsScreen() {
  const { me } = useSession();
  const { value, problem } = useFetch(api.incidents);
  const mine = (value ?? [])
    .filter(({ employee, reportedBy }) => employee.id === me.id || reportedBy.id === me.id)
    .sort((a, b) => Date.parse(b.happenedAt) - Date.parse(a.happenedAt));
  return (
    <Screen
      title={t.myReports.title}
      back="/me"
      foot={
        <ButtonLink href="/incidents/new" wide icon="report">
          {t.incidents.report}
        </ButtonLink>
      }
    >
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <UnsentReports />
      {value && mine.length === 0 && <p>{t.myReports.none}</p>}
      <ul class="stack stack-tight">
        {mine.map((one) => (
          <li key={one.id} class="card stack stack-tight">
            <p class="strong anywhere">{`${t.incident.kinds[one.kind]} · ${longDay(one.happenedAt)}, ${clockTime(one.happenedAt)}`}</p>
            {one.employee.id !== me.id && <p class="soft anywhere">{t.myReports.of(one.employee.name)}</p>}
            <Badge tone={one.state === "reported" ? "soon" : "watched"}>{farOf(one)}</Badge>
            <ButtonLink href={`/incidents/${one.id}`} look="quiet" wide>
              {t.cases.open}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
