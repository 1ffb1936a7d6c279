import type { ReportLine } from "../../../api/types";
import { Button } from "../../../parts/Button";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import { who } from "./told";

interface Props {
  lines: readonly ReportLine[];
  onCompare: (line: ReportLine) => void;
  /** Why a line is there, where somebody should know. */
  why?: (line: ReportLine) => string;
}

/** Earlier reports, each to lay beside this one. */
export function ReportLines({ lines, onCompare, why }: Props) {
  return (
    <>
      {lines.map((line) => (
        <div key={line.incidentId} class="stack stack-tight">
          <p class="anywhere">
            <Line line={line} />
          </p>
          {why && <p class="soft">{why(line)}</p>}
          <Button
            size="small"
            look="quiet"
            label={`${t.app.colon(t.measures.compare)} ${t.measures.reportOf(longDay(line.happenedAt))}`}
            onPress={() => onCompare(line)}
          >
            {t.measures.compare}
          </Button>
        </div>
      ))}
    </>
  );
}

/** When it was, about whom, and what was done; never the story. */
export function Line({ line }: { line: ReportLine }) {
  const done = line.measures.map((one) => t.measures.kind[one.kind]);
  const text = t.list([t.measures.reportOf(longDay(line.happenedAt)), who(line.told), ...done].filter(Boolean));
  return line.mine ? (
    <a class="nl-link" href={`/incidents/${line.incidentId}`}>
      {text}
    </a>
  ) : (
    <span>{text}</span>
  );
}
