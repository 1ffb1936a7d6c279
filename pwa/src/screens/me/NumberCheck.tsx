import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { ask } from "../../session/session";
import { t } from "../../texts";

/** Whether my number is mine and works: a code by SMS, answered there or typed here. Nothing is sent before a press. */
export function NumberCheck() {
  const { me } = useSession();
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const [done, setDone] = useState(false);
  const { busy, problem, act } = useAction();
  if (!me.phone) return null;

  const send = async () => {
    if (!(await act("send", api.checkMyNumber))) return;
    setSent(true);
    setDone(false);
  };
  const confirm = () =>
    act("confirm", async () => {
      await api.confirmMyNumber(code.trim());
      setCode("");
      setSent(false);
      setDone(true);
      await ask();
    });
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.numberCheck.title}</h2>
      <p>{me.numberVerifiedAt ? t.numberCheck.good : t.numberCheck.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {done && <Notice tone="watched" title={t.numberCheck.done} announce="politely" />}
      {sent && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim()) void confirm();
          }}
        >
          <Notice title={t.numberCheck.sent} announce="politely" />
          <TextField
            label={t.numberCheck.code}
            value={code}
            onValue={setCode}
            input={{ inputMode: "numeric", autocomplete: "one-time-code", maxLength: 6 }}
          />
          <Button submit wide busy={busy === "confirm"}>
            {t.numberCheck.confirm}
          </Button>
        </form>
      )}
      <Button look="quiet" busy={busy === "send"} onPress={() => void send()}>
        {sent ? t.numberCheck.again : t.numberCheck.send}
      </Button>
    </section>
  );
}
