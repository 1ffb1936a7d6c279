import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Figures } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { TextArea } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";

/** What is advised with the figures, and what became of the advice of the year before. The registrar writes both. */
export function AdviceForm({ figures, again }: { figures: Figures; again: () => void }) {
  const [advice, setAdvice] = useState(figures.advice?.advice ?? "");
  const [became, setBecame] = useState(figures.advice?.becameOfIt ?? "");
  const { busy, problem, act } = useAction(again);
  const { advice: written, adviceBefore: before } = figures;
  return (
    <section class="card stack" aria-labelledby="figures-advice">
      <h2 id="figures-advice" class="nl-heading nl-heading--level-2">
        {t.figures.advice}
      </h2>
      {before && (
        <>
          <h3 class="nl-heading nl-heading--level-3">{t.figures.adviceOf(figures.year - 1)}</h3>
          <p class="figures__said anywhere">{before.advice}</p>
        </>
      )}
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {figures.mayAdvise ? (
        <>
          {before && <TextArea label={t.figures.becameOfIt} value={became} onValue={setBecame} />}
          <TextArea label={t.figures.adviceOf(figures.year)} value={advice} onValue={setAdvice} />
          <Button onPress={() => void act("save", () => api.advise(figures.year, advice, became))} busy={busy !== null}>
            {t.figures.save}
          </Button>
        </>
      ) : (
        <>
          {written?.becameOfIt && (
            <>
              <h3 class="nl-heading nl-heading--level-3">{t.figures.becameOfIt}</h3>
              <p class="figures__said anywhere">{written.becameOfIt}</p>
            </>
          )}
          <h3 class="nl-heading nl-heading--level-3">{t.figures.adviceOf(figures.year)}</h3>
          <p class="figures__said anywhere">{written?.advice || t.figures.noneWritten}</p>
        </>
      )}
      {written && <p class="soft">{t.figures.writtenBy(written.writtenBy, longDay(written.writtenAt))}</p>}
    </section>
  );
}
