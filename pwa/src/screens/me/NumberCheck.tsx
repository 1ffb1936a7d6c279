import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { asNamed } from "../../app/filling";
import { SENDING, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { ask } from "../../session/session";
import { t } from "../../texts/later";
import { checkCode, noCode } from "./number-check";

/** Whether my number is mine and works: a code by SMS, answered there or typed here, or a call. Nothing is sent before
 * a press. */
export function NumberCheck() {
  const { me } = useSession();
  const [sent, setSent] = useState<"sms" | "call" | null>(null);
  const [proven, setProven] = useState(false);
  const { form, change, said, stumbles, busy, problem, send, act } = useForm({
    begin: noCode,
    check: checkCode,
    at: asNamed("code"),
    next: noCode,
    send: (code) => api.confirmMyNumber(code),
    onDone: () => {
      setSent(null);
      setProven(true);
      void ask();
    },
  });
  if (!me.phone) return null;

  const test = async (by: "sms" | "call") => {
    if (!(await act(by, () => api.checkMyNumber(by)))) return;
    setSent(by);
    setProven(false);
  };
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.numberTest.title}</h2>
      <p>{me.numberVerifiedAt ? t.numberTest.good : t.numberTest.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {proven && <Notice tone="watched" title={t.numberTest.done} announce="politely" />}
      {sent === "call" && <Notice title={t.numberTest.rings} announce="politely" />}
      {sent === "sms" && (
        <Form class="stack" stumbles={stumbles} onSend={send}>
          <Notice title={t.numberTest.sent} announce="politely" />
          <TextField
            label={t.numberTest.code}
            value={form.code}
            error={said("code")}
            onValue={(code) => change({ code })}
            input={{ inputMode: "numeric", autocomplete: "one-time-code", maxLength: 20 }}
          />
          <Button submit wide busy={busy === SENDING}>
            {t.numberTest.confirm}
          </Button>
        </Form>
      )}
      <Button look="quiet" busy={busy === "sms"} onPress={() => void test("sms")}>
        {sent === "sms" ? t.numberTest.again : t.numberTest.send}
      </Button>
      <Button look="quiet" busy={busy === "call"} onPress={() => void test("call")}>
        {t.numberTest.ring}
      </Button>
    </section>
  );
}
