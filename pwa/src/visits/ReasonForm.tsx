import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { checkReason, noReason } from "./reason";

interface Props {
  /** What the button says that does it. */
  done: string;
  onReason: (reason: string) => Promise<unknown>;
  onDone: () => void;
}

/** Doing something in somebody's place, or against what was agreed: by name, and with a reason. */
export function ReasonForm({ done, onReason, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noReason,
    check: checkReason,
    at: asNamed("reason"),
    send: onReason,
    onDone: () => onDone(),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField
        label={t.board.reason}
        value={form.reason}
        error={said("reason")}
        onValue={(reason) => change({ reason })}
        input={{ maxLength: 500 }}
      />
      <Button submit wide busy={busy !== null}>
        {done}
      </Button>
    </Form>
  );
}
