import type { Visit } from "../../api/types";
import { t } from "../../texts";
import { clockTime } from "../../time/format";
import { RiskWords } from "../../visits/RiskWords";

/** Asked again after the start: what the register says has changed since. The check-in itself asks a moment before. */
const A_MOMENT = 1_000;

/** What to do at this address, folded: a resident may look along. Its title says that it is new, and never what it is. */
export function Instruction({ visit }: { visit: Visit }) {
  const { risk, startedAt } = visit;
  const since = risk.checkedAt && startedAt ? Date.parse(risk.checkedAt) - Date.parse(startedAt) : 0;
  const isNew = since > A_MOMENT;
  if (!isNew && (risk.advice ?? []).length === 0) return null;
  return (
    <details class="card visit__instruction">
      <summary>
        <span role="status">
          {isNew && risk.checkedAt ? t.visit.newInstruction(clockTime(risk.checkedAt)) : t.visit.instruction}
        </span>
      </summary>
      <RiskWords risk={risk} />
    </details>
  );
}
