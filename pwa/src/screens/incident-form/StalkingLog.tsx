import type { Hit, SightingAnswer } from "../../incidents/answers";
import { Button } from "../../parts/Button";
import { ChooseSome } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { isoDay, wallTime } from "../../time/format";
import type { StepProps } from "./step";

const HITS: Hit[] = ["employee", "family", "friends"];

/** Every fact of stalking apart: when, what, who saw it, whom it hit, and what was kept of it. */
export function StalkingLog({ answers, change }: Omit<StepProps, "form" | "channel">) {
  const set = (place: number, part: Partial<SightingAnswer>) =>
    change({ stalkingLog: answers.stalkingLog.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  const add = () => {
    const now = serverClock.now();
    const begun: SightingAnswer = {
      id: null,
      day: isoDay(now),
      time: wallTime(now),
      circumstances: "",
      witnesses: "",
      hit: ["employee"],
      evidence: "",
    };
    change({ stalkingLog: [...answers.stalkingLog, begun] });
  };
  return (
    <>
      <p class="soft">{t.form.logHint}</p>
      {answers.stalkingLog.map((one, place) => (
        <fieldset key={place} class="card stack stack-tight">
          <legend class="legend">{t.form.fact(place + 1)}</legend>
          <div class="fields">
            <TextField label={t.incident.day} type="date" value={one.day} onValue={(day) => set(place, { day })} />
            <TextField label={t.incident.time} type="time" value={one.time} onValue={(time) => set(place, { time })} />
          </div>
          <TextArea
            label={t.form.circumstances}
            value={one.circumstances}
            input={{ maxLength: 2000 }}
            onValue={(circumstances) => set(place, { circumstances })}
          />
          <TextField
            label={t.cases.witnesses}
            value={one.witnesses}
            input={{ maxLength: 500 }}
            onValue={(witnesses) => set(place, { witnesses })}
          />
          <ChooseSome<Hit>
            legend={t.form.whomHit}
            chips={HITS.map((value) => ({ value, text: t.form.hits[value] }))}
            values={one.hit}
            onValues={(hit) => set(place, { hit })}
          />
          <TextField
            label={t.form.evidence}
            value={one.evidence}
            input={{ maxLength: 1000 }}
            onValue={(evidence) => set(place, { evidence })}
          />
          <Button
            look="plain"
            size="small"
            label={t.form.removeOf(t.form.fact(place + 1))}
            onPress={() => change({ stalkingLog: answers.stalkingLog.filter((_, at) => at !== place) })}
          >
            {t.form.remove}
          </Button>
        </fieldset>
      ))}
      <Button look="quiet" onPress={add}>
        {t.form.addFact}
      </Button>
    </>
  );
}
