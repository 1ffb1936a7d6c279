import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { checkCode, nothingTyped } from "./code";

interface Props<T> {
  label: string;
  hint?: string;
  button: string;
  send: (code: string) => Promise<T>;
  onDone: (answer: T) => void;
}

/** Types a code. The keyboard keeps its letters: a recovery code has them. */
export function CodeForm<T>({ label, hint, button, send: give, onDone }: Props<T>) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: nothingTyped,
    check: checkCode,
    at: { "/code": "code" },
    send: give,
    onDone,
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField
        label={label}
        {...(hint ? { hint } : {})}
        value={form.code}
        error={said("code")}
        onValue={(code) => change({ code })}
        input={{ autocomplete: "one-time-code", required: true, autocapitalize: "none", spellcheck: false }}
      />
      <Button submit wide busy={busy !== null}>
        {button}
      </Button>
    </Form>
  );
}
