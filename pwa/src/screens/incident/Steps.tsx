import type { IncidentChannel, IncidentForm, IncidentKind } from "../../api/types";
import { ChooseOne } from "../../parts/Chips";
import { useFetch } from "../../app/useFetch";
import { SelectField, TextArea, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { filesForOthers } from "../../app/places";
import { useProfile, useSession } from "../../session/context";
import { useStore } from "../../app/store";
import { visits } from "../../visits/visits";
import { api } from "../../api/calls";
import { t } from "../../texts/later";
import type { Draft } from "../../incidents/draft";

export const STEPS = 3;

const KINDS: IncidentKind[] = [
  "scolding",
  "threatening",
  "violence_person",
  "violence_things",
  "refuses_to_leave",
  "other",
];
const CHANNELS: IncidentChannel[] = ["home_visit", "outside", "office", "phone"];

/** As the protocol names them; what was chosen before stays among them. */
function useChannels(draft: Draft): IncidentChannel[] {
  const visit = useStore(visits).all.find((one) => one.id === draft.visitId);
  const { me } = useSession();
  // A phone may still hold an answer of an earlier version, without the form.
  const form = useProfile(visit?.team?.id ?? me.teams[0]?.id)?.incidentForm as IncidentForm | undefined;
  const channels = form && form.channels.length > 0 ? form.channels : CHANNELS;
  return draft.channel === null || channels.includes(draft.channel) ? channels : [...channels, draft.channel];
}

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

export function Steps({ draft, change }: Props) {
  if (draft.step === 0) return <What draft={draft} change={change} />;
  if (draft.step === 1) return <WhereAndWhen draft={draft} change={change} />;
  return <Story draft={draft} change={change} />;
}

function What({ draft, change }: Props) {
  const { me } = useSession();
  return (
    <>
      {/* Of a visit or an alarm the server knows who was inside. */}
      {filesForOthers(me) && !draft.visitId && !draft.alarmId && <ToWhom draft={draft} change={change} />}
      <ChooseOne<IncidentKind>
        legend={t.incident.what}
        columns={1}
        chips={KINDS.map((value) => ({ value, text: t.incident.kinds[value] }))}
        value={draft.kind}
        onValue={(kind) => change({ kind })}
      />
    </>
  );
}

/** The desk, a manager or the registrar writes it for somebody, who hears of it. */
function ToWhom({ draft, change }: Props) {
  const { value, problem } = useFetch(api.colleagues);
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <SelectField
        label={t.incident.toWhom}
        hint={t.incident.toWhomHint}
        value={draft.employeeId ?? ""}
        onValue={(id) => change({ employeeId: id || null })}
        options={[
          { value: "", text: t.incident.toMe },
          ...(value ?? []).map((one) => ({ value: one.id, text: one.name })),
        ]}
      />
    </>
  );
}

function WhereAndWhen({ draft, change }: Props) {
  const channels = useChannels(draft);
  return (
    <>
      <ChooseOne<IncidentChannel>
        legend={t.incident.where}
        chips={channels.map((value) => ({ value, text: t.incident.channels[value] }))}
        value={draft.channel}
        onValue={(channel) => change({ channel })}
      />
      <TextField label={t.incident.place} value={draft.place} onValue={(place) => change({ place })} />
      <div class="fields">
        <TextField label={t.incident.day} type="date" value={draft.day} onValue={(day) => change({ day })} />
        <TextField label={t.incident.time} type="time" value={draft.time} onValue={(time) => change({ time })} />
      </div>
    </>
  );
}

function Story({ draft, change }: Props) {
  const yesNo = (legend: string, value: boolean | null, onValue: (value: boolean) => void) => (
    <ChooseOne
      legend={legend}
      chips={[
        { value: "yes", text: t.app.yes },
        { value: "no", text: t.app.no },
      ]}
      value={value === null ? null : value ? "yes" : "no"}
      onValue={(choice) => onValue(choice === "yes")}
    />
  );
  return (
    <>
      <TextArea
        label={t.incident.story}
        hint={t.incident.storyHint}
        value={draft.description}
        onValue={(description) => change({ description })}
      />
      <TextField label={t.incident.causedBy} value={draft.causedBy} onValue={(causedBy) => change({ causedBy })} />
      {yesNo(t.incident.injured, draft.injured, (injured) => change({ injured }))}
      {yesNo(t.incident.damage, draft.damage, (damage) => change({ damage }))}
    </>
  );
}
