import "./same-person.css";
import { api } from "../../../api/later";
import type { ReportLine } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import { compared } from "./told";

interface Props {
  incidentId: string;
  /** What this report tells; nothing where it does not say who did it. */
  own: ReportLine | undefined;
  other: ReportLine;
  onClose: () => void;
  onDone: () => void;
}

/** Two reports beside each other, for the human who says whether they are about one person. */
export function SamePersonSheet({ incidentId, own, other, onClose, onDone }: Props) {
  const { busy, problem, act } = useAction(onDone);
  const rows = compared(own?.told, other.told);
  const day = longDay(other.happenedAt);
  return (
    <Sheet title={t.measures.person} onClose={onClose}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <table class="same-person">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.measures.thisReport}</th>
            <th scope="col">{t.measures.reportOf(day)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">
                {row.label}
                {row.same && <span class="soft"> {t.measures.alikeHere}</span>}
              </th>
              <td class="anywhere" data-of={t.measures.thisReport}>
                {row.here || t.measures.notSaid}
              </td>
              <td class="anywhere" data-of={t.measures.reportOf(day)}>
                {row.there || t.measures.notSaid}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="anywhere">
        {other.measures.length > 0
          ? t.measures.doneThen(t.list(other.measures.map((one) => t.measures.kind[one.kind])))
          : t.measures.nothingThen}
      </p>
      {other.mine && (
        <p>
          <a class="nl-link" href={`/incidents/${other.incidentId}`}>
            {t.measures.readThat}
          </a>
        </p>
      )}
      <p class="soft">{t.measures.personText}</p>
      <Button
        wide
        busy={busy !== null}
        onPress={() => void act("same", () => api.samePerson(incidentId, other.incidentId))}
      >
        {t.measures.same}
      </Button>
    </Sheet>
  );
}
