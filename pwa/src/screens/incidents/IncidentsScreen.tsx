import "../../desk/desk.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Incident } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { holds } from "../../desk/sought";
import { Button, ButtonLink } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";

/** What was reported, the unseen first: nobody may report something and hear nothing. */
export function IncidentsScreen() {
  const { me } = useSession();
  const { value, problem, again } = useFetch(api.incidents);
  // A manager says that they saw it. For who reads beside them what a manager saw is not old.
  const [which, setWhich] = useState<"all" | "unseen">(hasRole(me, "manager") ? "unseen" : "all");
  const [sought, setSought] = useState("");
  const incidents = (value ?? [])
    .filter((incident) => which === "all" || incident.seenAt === null)
    .filter((incident) => holds(toFind(incident), sought))
    .sort((a, b) => Date.parse(b.happenedAt) - Date.parse(a.happenedAt));
  return (
    <Screen wide title={t.incidents.title} aside={<ButtonLink href="/incidents/new">{t.incidents.report}</ButtonLink>}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <div class="desk-search stack stack-tight">
        <TextField label={t.incidents.search} type="search" value={sought} onValue={setSought} />
        <ChooseOne
          legend={t.incidents.which}
          quietLegend
          chips={[
            { value: "unseen", text: t.incidents.unseen },
            { value: "all", text: t.incidents.all },
          ]}
          value={which}
          onValue={setWhich}
        />
      </div>
      {value && incidents.length === 0 && (
        <p class="soft" role="status">
          {sought.trim() ? t.incidents.notFound : which === "unseen" ? t.incidents.noneUnseen : t.incidents.none}
        </p>
      )}
      <ul class="desk-list">
        {incidents.map((incident) => (
          <IncidentItem key={incident.id} incident={incident} onDone={again} />
        ))}
      </ul>
    </Screen>
  );
}

/** Not by who did it: whoever looks for a person does so on the page of a report, where that is written down. */
const toFind = ({ reportedBy, kind, channel, place }: Incident): string[] => [
  reportedBy.name,
  t.incident.kinds[kind],
  channel ? t.incident.channels[channel] : "",
  place ?? "",
];

function IncidentItem({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAction(onDone);
  const unseen = incident.seenAt === null;
  const facts = [
    incident.channel && t.incident.channels[incident.channel],
    incident.place,
    incident.injured && t.incidents.injured,
    incident.damage && t.incidents.damage,
  ].filter(Boolean);
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title">
          {t.incident.kinds[incident.kind]} · {longDay(incident.happenedAt)}, {clockTime(incident.happenedAt)}
        </p>
        <p class="soft anywhere">{[incident.reportedBy.name, ...facts].join(" · ")}</p>
        <details>
          <summary class="incident-summary">{t.incidents.read}</summary>
          <p class="anywhere incident-text">{incident.description}</p>
          {incident.causedBy && <p class="anywhere">{t.incidents.causedBy(incident.causedBy)}</p>}
          {incident.alarmId && (
            <a class="nl-link" href={`/alarms/${incident.alarmId}`}>
              {t.incidents.toAlarm}
            </a>
          )}
        </details>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
      </div>
      <div class="row">
        <ButtonLink size="small" look="quiet" href={`/incidents/${incident.id}`}>
          {t.cases.open}
        </ButtonLink>
        {unseen ? (
          hasRole(me, "manager") && (
            <Button
              size="small"
              busy={busy !== null}
              onPress={() => void act("seen", () => api.seeIncident(incident.id))}
            >
              {t.incidents.see}
            </Button>
          )
        ) : (
          <Badge tone="watched">{t.incidents.seenBy(incident.seenBy?.name ?? "")}</Badge>
        )}
        {unseen && !hasRole(me, "manager") && <Badge tone="soon">{t.incidents.unseenBadge}</Badge>}
      </div>
    </li>
  );
}
