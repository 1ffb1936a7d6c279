import { useRef } from "preact/hooks";
import { useDraft } from "../../alarms/draft";
import { api } from "../../api/later";
import { newId } from "../../app/ids";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

const EMPTY = { note: "" };

const check = ({ note }: typeof EMPTY): { errors: { note?: "needed" }; body: string | null } =>
  note.trim() ? { errors: {}, body: note.trim() } : { errors: { note: "needed" }, body: null };

/** What somebody at the desk knows now, for the others who watch. */
export function NoteForm({ alarmId, onDone }: { alarmId: string; onDone: () => void }) {
  // One key for one note: sent twice it stands there once.
  const key = useRef(newId());
  const draft = useDraft<typeof EMPTY>(`note ${alarmId}`);
  const { form, change, said, stumbles, done, busy, problem, send } = useForm({
    begin: () => draft.before(EMPTY),
    check,
    at: { "/note": "note" },
    next: EMPTY,
    send: async (note) => {
      await api.note(alarmId, note, key.current);
      key.current = newId();
    },
    onDone: () => onDone(),
  });
  draft.keep(form);
  return (
    <Form class="card stack stack-tight" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {done && <Notice tone="watched" title={t.alarm.noteSaved} announce="politely" />}
      <TextField
        label={t.alarm.noteOf}
        hint={t.alarm.noteHint}
        value={form.note}
        error={said("note")}
        onValue={(note) => change({ note })}
        input={{ maxLength: 2000, required: true }}
      />
      <Button submit look="quiet" busy={busy !== null}>
        {t.alarm.noteSave}
      </Button>
    </Form>
  );
}
