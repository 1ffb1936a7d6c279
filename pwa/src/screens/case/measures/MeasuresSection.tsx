import "../../../desk/desk.css";
import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { AdvisedMeasure, Measure, MeasureAdvice } from "../../../api/types";
import { useFetch } from "../../../app/useFetch";
import { useSession } from "../../../session/context";
import { MeasureCard } from "../../../measures/MeasureCard";
import { called, consulted, lengthOf, rowOf } from "../../../measures/words";
import { Button, ButtonLink } from "../../../parts/Button";
import { Badge, Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import type { SectionProps } from "../section";
import { DecideSheet } from "./DecideSheet";
import { PersonPart } from "./PersonPart";

/** Nobody is advised on what was done to them: the server would refuse it. */
const NONE = Promise.resolve(null);

/** What is done about who did it. Nothing where the caller may not see it; for the employee, what was decided. */
export function MeasuresSection({ incident, round, again }: SectionProps) {
  const incidentId = incident.id;
  const taken = useFetch(() => api.measuresOf(incidentId), `${incidentId} ${round}`);
  const { me } = useSession();
  const own = me.id === incident.employee.id;
  const advice = useFetch(() => (own ? NONE : api.advice(incidentId)), `${incidentId} ${round}`);
  const [deciding, setDeciding] = useState<AdvisedMeasure | "other" | null>(null);
  if (!taken.value) return null;
  return (
    <section class="stack" aria-labelledby="measures">
      <h2 id="measures" class="nl-heading nl-heading--level-2">
        {t.measures.title}
      </h2>
      {advice.value && <PersonPart incidentId={incidentId} onDone={again} />}
      {advice.value && !incident.closedAt && (
        <AdviceCard advice={advice.value} taken={taken.value} onDecide={setDeciding} />
      )}
      <h3 class="nl-heading nl-heading--level-3">{t.measures.givenSoFar}</h3>
      {taken.value.length === 0 && <p class="soft">{t.measures.none}</p>}
      <ul class="desk-list">
        {taken.value.map((measure) => (
          <MeasureCard key={measure.id} measure={measure} onDone={again} />
        ))}
      </ul>
      {advice.value && (
        <ButtonLink href={`/risk-addresses/propose?incident=${incidentId}`} look="quiet">
          {t.measures.propose}
        </ButtonLink>
      )}
      {deciding && (
        <DecideSheet
          incidentId={incidentId}
          advised={deciding === "other" ? null : deciding}
          others={advice.value?.others ?? []}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDeciding(null);
            again();
          }}
        />
      )}
    </section>
  );
}

interface AdviceProps {
  advice: MeasureAdvice;
  taken: Measure[];
  onDecide: (what: AdvisedMeasure | "other") => void;
}

/** Put or decided, and not declined or ended: the same again would be refused. */
const STANDS: readonly Measure["state"][] = ["put", "taken", "in_force"];

function AdviceCard({ advice, taken, onDecide }: AdviceProps) {
  const standing = taken.filter((one) => STANDS.includes(one.state)).map((one) => one.kind);
  return (
    <div class="stack">
      <Notice title={t.measures.advice}>
        <p class="anywhere">{advice.because}</p>
        {advice.rule && <p class="soft">{t.measures.byRule(rowOf(advice.rule))}</p>}
      </Notice>
      {advice.measures.length === 0 && <p class="soft">{t.measures.noAdvice}</p>}
      <ul class="desk-list">
        {advice.measures.map((one) => (
          <AdvisedItem
            key={one.kind}
            one={one}
            stands={standing.includes(one.kind)}
            functions={advice.functions}
            onDecide={onDecide}
          />
        ))}
      </ul>
      {advice.others.length > 0 && (
        <Button look="plain" onPress={() => onDecide("other")}>
          {t.measures.other}
        </Button>
      )}
    </div>
  );
}

interface ItemProps {
  one: AdvisedMeasure;
  stands: boolean;
  functions: Record<string, string>;
  onDecide: (what: AdvisedMeasure) => void;
}

function AdvisedItem({ one, stands, functions, onDecide }: ItemProps) {
  const doing = one.decidedByMe ? t.measures.decide : t.measures.put;
  const lines = [
    ...lengthOf(one),
    one.where && t.measures.forPlace(one.where),
    one.conditions.length > 0 && t.list(one.conditions.map((condition) => t.measures.condition[condition])),
    one.first,
    one.askFirst.length > 0 && t.measures.askFirst(called(one.askFirst, functions)),
    t.measures.decidedBy(called(one.decidedBy, functions)),
    consulted(one).length > 0 && t.measures.with(called(consulted(one), functions)),
    one.because,
  ].filter((line): line is string => Boolean(line));
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{one.name}</p>
        <div class="row">
          <Badge tone={one.possibly ? "plain" : "soon"}>
            {one.possibly ? t.measures.possibly : t.measures.certain}
          </Badge>
        </div>
        {lines.map((line) => (
          <p key={line} class="soft anywhere">
            {line}
          </p>
        ))}
      </div>
      {!stands && (
        <Button size="small" look="quiet" label={`${t.app.colon(doing)} ${one.name}`} onPress={() => onDecide(one)}>
          {doing}
        </Button>
      )}
    </li>
  );
}
