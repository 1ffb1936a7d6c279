import "../../desk/desk.css";
import { api } from "../../api/later";
import type { Measure } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { MeasureCard } from "../../measures/MeasureCard";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";

/** What waits for who looks to decide, with the reasons; and what is in force of their cases. */
export function MeasuresScreen() {
  const waiting = useFetch(api.measuresToDecide);
  const inForce = useFetch(api.measuresInForce);
  const again = () => {
    waiting.again();
    inForce.again();
  };
  const problem = waiting.problem ?? inForce.problem;
  return (
    <Screen wide title={t.measures.title}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <List title={t.measures.toDecide} none={t.measures.nothingToDecide} measures={waiting.value} onDone={again} />
      <List title={t.measures.inForce} none={t.measures.nothingInForce} measures={inForce.value} onDone={again} />
    </Screen>
  );
}

interface Props {
  title: string;
  none: string;
  measures: Measure[] | null;
  onDone: () => void;
}

function List({ title, none, measures, onDone }: Props) {
  if (!measures) return null;
  return (
    <section class="stack">
      <h2 class="nl-heading nl-heading--level-2">{title}</h2>
      {measures.length === 0 && <p class="soft">{none}</p>}
      <ul class="desk-list">
        {measures.map((measure) => (
          <MeasureCard key={measure.id} measure={measure} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}
