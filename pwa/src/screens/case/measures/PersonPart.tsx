import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { ReportLine } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { useFetch } from "../../../app/useFetch";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import { Line, ReportLines } from "./ReportLines";
import { SamePersonSheet } from "./SamePersonSheet";
import { SearchPerson } from "./SearchPerson";
import { who } from "./told";

interface Props {
  incidentId: string;
  onDone: () => void;
}

/** Who did it, and whether other reports are about the same person: only a human says so, who compared them. */
export function PersonPart({ incidentId, onDone }: Props) {
  const { value, again } = useFetch(() => api.aggressorOf(incidentId), incidentId);
  const [comparing, setComparing] = useState<ReportLine | null>(null);
  const done = () => {
    setComparing(null);
    again();
    onDone();
  };
  const { busy, problem, act } = useAction(done);
  if (!value) return null;
  const own = value.reports.find((one) => one.incidentId === incidentId);
  const others = value.reports.filter((one) => one.incidentId !== incidentId);
  const why = (line: ReportLine) =>
    t.list(
      (value.proposals.find((one) => one.report.incidentId === line.incidentId)?.why ?? []).map(
        (one) => t.measures.alike[one],
      ),
    );
  return (
    <details class="card stack" open={value.proposals.length + others.length > 0}>
      <summary>{t.measures.person}</summary>
      <p class="strong anywhere">{who(own?.told) || t.measures.nobodyKnown}</p>
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
      <ReportLines lines={value.proposals.map((one) => one.report)} why={why} onCompare={setComparing} />
      <SearchPerson incidentId={incidentId} onCompare={setComparing} />
      {comparing && (
        <SamePersonSheet
          incidentId={incidentId}
          own={own}
          other={comparing}
          onClose={() => setComparing(null)}
          onDone={done}
        />
      )}
    </details>
  );
}
