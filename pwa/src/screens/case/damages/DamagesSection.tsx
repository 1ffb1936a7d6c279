import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { DamageOfIncident, Damages } from "../../../api/types";
import { DamageSheet } from "../../../damages/DamageSheet";
import { inEuros } from "../../../incidents/told";
import { Button } from "../../../parts/Button";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import type { SectionProps } from "../section";

/** The damage: what the protocol says of it, and how each line ends. */
export function DamagesSection({ incident, again }: SectionProps) {
  const { settling } = incident;
  const [open, setOpen] = useState<DamageOfIncident | null>(null);
  const unsaid = incident.damage === true && incident.damages.length === 0;
  if (settling.lines.length === 0 && !unsaid) return null;
  const done = () => {
    setOpen(null);
    again();
  };
  return (
    <section class="card stack" aria-labelledby="case-damages">
      <h2 id="case-damages" class="nl-heading nl-heading--level-2">
        {t.damages.title}
      </h2>
      {unsaid && <p>{t.damages.unsaid}</p>}
      {settling.lines.length > 0 && <ByProtocol settling={settling} />}
      {settling.lines.map((line) => (
        <Line key={line.id} line={line} maySettle={settling.maySettle} onNote={() => setOpen(line)} />
      ))}
      {open && (
        <DamageSheet
          line={open}
          send={(body) => api.settleDamage(incident.id, open.id, body)}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      )}
    </section>
  );
}

function ByProtocol({ settling }: { settling: Damages }) {
  const said = [
    settling.staffPaid && t.damages.staffPaid[settling.staffPaid],
    settling.recovers.length > 0 && t.damages.recovers,
    ...settling.says,
  ].filter(Boolean);
  if (said.length === 0) return null;
  return (
    <ul class="desk-list anywhere">
      {said.map((one, place) => (
        <li key={place}>{one}</li>
      ))}
    </ul>
  );
}

function Line({ line, maySettle, onNote }: { line: DamageOfIncident; maySettle: boolean; onNote: () => void }) {
  const { paid, recovery } = line;
  const left = line.missing.map((one) => t.damages.missing[one] ?? one);
  const on = (day: string | null) => (day ? longDay(day) : "");
  const way = recovery ? t.damages.ways[recovery.how].toLowerCase() : "";
  return (
    <div class="stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3 anywhere">
        {[line.what, line.amount !== null && inEuros(line.amount)].filter(Boolean).join(", ")}
      </h3>
      <p class="soft">{t.cases.whose[line.whose]}</p>
      {paid && (
        <p class="anywhere">
          {paid.yes ? t.damages.paid(inEuros(paid.amount ?? 0), on(paid.on)) : t.damages.notPaid(paid.why)}
        </p>
      )}
      {recovery?.claimedOn && <p>{t.damages.claimed(on(recovery.claimedOn))}</p>}
      {recovery && (
        <p class="anywhere">
          {recovery.how === "nothing"
            ? t.damages.nothing(recovery.why)
            : recovery.underWay
              ? t.damages.underWay(way)
              : t.damages.recovered(inEuros(recovery.amount ?? 0), on(recovery.on), way)}
        </p>
      )}
      {left.length > 0 && <p class="soft">{t.damages.stillToDo(left.join(", "))}</p>}
      {maySettle && (
        <Button look="quiet" label={t.damages.noteOf(line.what)} onPress={onNote}>
          {t.damages.note}
        </Button>
      )}
    </div>
  );
}
