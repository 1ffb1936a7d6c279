import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { OwnPassword } from "../../parts/OwnPassword";
import { useSession } from "../../session/context";
import { ask } from "../../session/session";
import { t } from "../../texts";
import { checkPins, checkWithoutPins, emptyPins } from "./pins";

/** A PIN proves that it is you who says "all is well"; the other one says the same, and calls for help. */
export function PinForm() {
  const { me } = useSession();
  const [open, setOpen] = useState(false);
  const [news, setNews] = useState<string | null>(null);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: emptyPins,
    check: checkPins,
    at: asNamed("pin", "duressPin", "password"),
    next: emptyPins,
    send: async (body) => {
      setNews(null);
      await api.setPin(body);
      return body.pin === null ? t.pin.removed : t.pin.saved;
    },
    onDone: (what) => {
      setNews(what);
      setOpen(false);
      void ask();
    },
  });

  const digits = { inputMode: "numeric", autocomplete: "off", maxLength: 8 } as const;
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.pin.section}</h2>
      <p>{me.hasPin ? t.pin.has : t.pin.hasNot}</p>
      {news && <Notice tone="watched" title={news} announce="politely" />}
      {!open && (
        <Button look="quiet" onPress={() => setOpen(true)}>
          {me.hasPin ? t.pin.change : t.pin.make}
        </Button>
      )}
      {open && (
        <Form class="stack" stumbles={stumbles} onSend={send}>
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <TextField
            label={t.pin.newPin}
            hint={t.pin.length}
            type="password"
            value={form.pin}
            onValue={(pin) => change({ pin })}
            error={said("pin")}
            input={digits}
          />
          <TextField
            label={t.pin.duress}
            hint={t.pin.duressHint}
            type="password"
            value={form.duressPin}
            onValue={(duressPin) => change({ duressPin })}
            error={said("duressPin")}
            input={digits}
          />
          <OwnPassword
            label={t.pin.password}
            value={form.password}
            onValue={(password) => change({ password })}
            error={said("password")}
          />
          <Button submit wide busy={busy !== null}>
            {t.pin.save}
          </Button>
          {me.hasPin && (
            <Button look="plain" busy={busy !== null} onPress={() => send(checkWithoutPins)}>
              {t.pin.remove}
            </Button>
          )}
        </Form>
      )}
    </section>
  );
}
