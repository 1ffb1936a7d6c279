import "../../desk/desk.css";
import { api } from "../../api/later";
import type { Measure } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { MeasureCard } from "../../measures/MeasureCard";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";

/** What waits for who looks to decide, with the reasons; what is in force of their cases, and what was not taken. */
export function MeasuresScreen() {
  const waiting = useFetch(api.measuresToDecide);
  const inForce = useFetch(api.measuresInForce);
  const notTaken = useFetch(api.measuresNotTaken);
  const again = () => {
    waiting.again();
    inForce.again();
    notTaken.again();
  };
  const problem = waiting.problem ?? inForce.problem ?? notTaken.problem;
  return (
    <Screen wide title={t.measures.title}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <List title={t.measures.toDecide} none={t.measures.nothingToDecide} found={waiting.value} onDone={again} />
      <List title={t.measures.inForce} none={t.measures.nothingInForce} found={inForce.value} onDone={again} />
      {notTaken.value && notTaken.value.measures.length > 0 && (
        <List title={t.measures.notTaken} none="" found={notTaken.value} onDone={again} />
      )}
    </Screen>
  );
}

interface Props {
  title: string;
  none: string;
  found: { measures: Measure[]; more: boolean } | null;
  onDone: () => void;
}

function List({ title, none, found, onDone }: Props) {
  if (!found) return null;
  const { measures, more } = found;
  return (
    <section class="stack">
      <h2 class="nl-heading nl-heading--level-2">{title}</h2>
      {more && <p class="soft">{t.measures.more(measures.length)}</p>}
      {measures.length === 0 && <p class="soft">{none}</p>}
      <ul class="desk-list">
        {measures.map((measure) => (
          <MeasureCard key={measure.id} measure={measure} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}
