import { api } from "../../../api/calls";
import type { ReportLine } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { useFetch } from "../../../app/useFetch";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";

interface Props {
  incidentId: string;
  onDone: () => void;
}

/** Who did it, and whether other reports are about the same person: only a human says so. */
export function PersonPart({ incidentId, onDone }: Props) {
  const { value, again } = useFetch(() => api.aggressorOf(incidentId), incidentId);
  const { busy, problem, act } = useAction(() => {
    again();
    onDone();
  });
  if (!value) return null;
  const own = value.reports.find((one) => one.incidentId === incidentId);
  const others = value.reports.filter((one) => one.incidentId !== incidentId);
  return (
    <details class="card stack" open={value.proposals.length + others.length > 0}>
      <summary>{t.measures.person}</summary>
      <p class="strong anywhere">{who(own) || t.measures.nobodyKnown}</p>
      <p class="soft">{t.measures.personText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {others.length > 0 && (
        <>
          <p class="strong">{t.measures.alsoAbout}</p>
          <ul>
            {others.map((one) => (
              <li key={one.incidentId} class="anywhere">
                <Line line={one} />
              </li>
            ))}
          </ul>
          {value.said
            .filter((one) => one.incidentId === incidentId)
            .map((one) => (
              <p key={one.at} class="soft">
                {t.measures.saidBy(one.by.name, longDay(one.at))}
              </p>
            ))}
          <Button
            look="quiet"
            size="small"
            busy={busy !== null}
            onPress={() => void act("not", () => api.notSamePerson(incidentId))}
          >
            {t.measures.notSame}
          </Button>
        </>
      )}
      {value.proposals.length === 0 && others.length === 0 && <p class="soft">{t.measures.noProposals}</p>}
      {value.proposals.length > 0 && <p class="strong">{t.measures.maybe}</p>}
      {value.proposals.map(({ report, why }) => (
        <div key={report.incidentId} class="stack stack-tight">
          <p class="anywhere">
            <Line line={report} />
          </p>
          <p class="soft">{t.list(why.map((one) => t.measures.alike[one]))}</p>
          <Button
            size="small"
            busy={busy !== null}
            label={`${t.measures.same}: ${t.measures.reportOf(longDay(report.happenedAt))}`}
            onPress={() => void act(report.incidentId, () => api.samePerson(incidentId, report.incidentId))}
          >
            {t.measures.same}
          </Button>
        </div>
      ))}
    </details>
  );
}

/** When it was, about whom, and what was done; never the story. */
function Line({ line }: { line: ReportLine }) {
  const done = line.measures.map((one) => t.measures.kind[one.kind]);
  const text = t.list([t.measures.reportOf(longDay(line.happenedAt)), who(line), ...done].filter(Boolean));
  return line.mine ? (
    <a class="nl-link" href={`/incidents/${line.incidentId}`}>
      {text}
    </a>
  ) : (
    <span>{text}</span>
  );
}

function who(line: ReportLine | undefined): string {
  const told = line?.told;
  if (!told) return "";
  return t.list(
    [
      [told.name, told.initials].filter(Boolean).join(" "),
      told.dateOfBirth ? t.measures.bornOn(longDay(told.dateOfBirth)) : "",
      told.address?.line ?? "",
      told.clientReference ? t.measures.reference(told.clientReference) : "",
    ].filter(Boolean),
  );
}
