import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { t } from "../texts";

interface Props {
  alarmId: string;
  emergency: string;
  onDone: () => void;
}

/** Who called the police, which number, and the reference: written down for who comes after. */
export function PoliceCallForm({ alarmId, emergency, onDone }: Props) {
  const [number, setNumber] = useState(emergency);
  const [reference, setReference] = useState("");
  const [note, setNote] = useState("");
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  const save = async () => {
    const done = await act("save", () =>
      api.policeCall(alarmId, {
        number: number.trim(),
        ...(reference.trim() ? { reference: reference.trim() } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    );
    setSaved(done);
    if (done) {
      setReference("");
      setNote("");
    }
  };
  return (
    <form
      class="card stack hand-over__form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 class="nl-heading nl-heading--level-2">{t.handOver.log}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {saved && <Notice tone="watched" title={t.handOver.saved} announce="politely" />}
      <div class="fields">
        <TextField label={t.handOver.number} type="tel" value={number} onValue={setNumber} input={{ required: true }} />
        <TextField label={t.handOver.reference} value={reference} onValue={setReference} />
      </div>
      <TextField label={t.handOver.note} value={note} onValue={setNote} />
      <Button submit look="quiet" busy={busy !== null}>
        {t.handOver.save}
      </Button>
    </form>
  );
}
