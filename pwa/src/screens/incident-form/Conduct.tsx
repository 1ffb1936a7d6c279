import type { IncidentChannel } from "../../api/types";
import { asksIfItWentOn, countsAttempts } from "../../incidents/steps";
import { isNoCount } from "../../incidents/answers";
import { useStore } from "../../app/store";
import { ButtonLink } from "../../parts/Button";
import { ChooseOne, ChooseSome } from "../../parts/Chips";
import { CheckField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { numbers } from "../../session/session";
import { t } from "../../texts/later";
import { telLink } from "../../time/format";
import type { StepProps } from "./step";
import { YesNo } from "./YesNo";

const CHANNELS: IncidentChannel[] = ["home_visit", "outside", "office", "phone", "in_writing"];

/** What it was, and how each came: a grid, of which only the rows that were chosen are shown. */
export function Kind({ form, answers, channel, change }: StepProps) {
  const channels = form.channels.length > 0 ? form.channels : CHANNELS;
  const first = channel && channels.includes(channel) ? channel : (channels[0] ?? "home_visit");
  const chosen = form.behaviours.filter(({ id }) => answers.behaviours.some((one) => one.id === id));
  const chips = form.behaviours.map(({ id, name }) => ({ value: id, text: name }));
  const cross = (ids: string[]) => {
    const crosses = ids.flatMap((id) => {
      const before = answers.behaviours.filter((one) => one.id === id);
      return before.length > 0 ? before : [{ id, channel: first }];
    });
    // Where the behaviours are classes, the class is what was chosen.
    change({ behaviours: crosses, ...(form.classes ? { conductClass: crosses[0]?.id ?? null } : {}) });
  };
  const several = form.several || !form.classes;
  return (
    <>
      {several ? (
        <ChooseSome
          legend={t.form.kinds}
          chips={chips}
          values={chosen.map((one) => one.id)}
          onValues={cross}
          columns={1}
        />
      ) : (
        <ChooseOne
          legend={t.form.class}
          columns={1}
          chips={chips}
          value={answers.conductClass}
          onValue={(id) => cross([id])}
        />
      )}
      {chosen.map(({ id, name }) => (
        <ChooseSome<IncidentChannel>
          key={id}
          legend={t.form.howCame(name)}
          chips={channels.map((value) => ({ value, text: t.incident.channels[value] }))}
          values={answers.behaviours.filter((one) => one.id === id).map((one) => one.channel)}
          onValues={(values) =>
            change({
              behaviours: [
                ...answers.behaviours.filter((one) => one.id !== id),
                ...values.map((value) => ({ id, channel: value })),
              ],
              ...(form.classes && values.length === 0 ? { conductClass: null } : {}),
            })
          }
        />
      ))}
    </>
  );
}

/** How far it went, in which form, and why. */
export function Reach({ form, answers, change }: StepProps) {
  const word = (one: { id: string; name: string }) => ({ value: one.id, text: one.name });
  return (
    <>
      {form.levels.length > 0 && (
        <ChooseOne
          legend={t.cases.level}
          columns={1}
          chips={form.levels.map(word)}
          value={answers.level}
          onValue={(level) => change({ level })}
        />
      )}
      {form.expressions.length > 0 && (
        <ChooseSome
          legend={t.form.expressions}
          chips={form.expressions.map(word)}
          values={answers.expressions}
          onValues={(expressions) => change({ expressions })}
        />
      )}
      {form.motives.length > 0 && (
        <ChooseOne
          legend={t.cases.motive}
          columns={1}
          chips={form.motives.map(word)}
          value={answers.motive}
          onValue={(motive) => change({ motive })}
        />
      )}
    </>
  );
}

/** Whether it went on, was extreme, or is not over. */
export function Course({ form, answers, change }: StepProps) {
  return (
    <>
      {countsAttempts(form, answers) && (
        <TextField
          label={t.form.attempts}
          value={answers.attempts}
          error={isNoCount(answers.attempts) ? t.form.noCount : undefined}
          input={{ inputMode: "numeric", maxLength: 2 }}
          onValue={(attempts) => change({ attempts })}
        />
      )}
      {asksIfItWentOn(form, answers) && (
        <YesNo
          legend={t.cases.askPersistent}
          value={answers.persistent}
          onValue={(persistent) => change({ persistent })}
        />
      )}
      {form.extreme && (
        <CheckField label={t.form.extreme} checked={answers.extreme} onChecked={(extreme) => change({ extreme })} />
      )}
      {form.threatToCome && (
        <YesNo
          legend={t.cases.askThreat}
          value={answers.threatToCome}
          onValue={(threatToCome) => change({ threatToCome })}
        />
      )}
      {form.threatToCome && answers.threatToCome && <DangerNow />}
    </>
  );
}

/** Who hears of the report is no police: that is called by whoever is there, and first. */
function DangerNow() {
  const { emergency } = useStore(numbers);
  return (
    <Notice tone="alarm" title={t.cases.dangerNow(emergency)} announce="politely">
      <ButtonLink href={telLink(emergency)} look="quiet" icon="phone">
        {t.contact.callEmergency(emergency)}
      </ButtonLink>
    </Notice>
  );
}
