import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { ask } from "../../session/session";
import { t } from "../../texts";
import { checkPins, emptyPins, withoutPins, type PinsErrors, type PinsForm } from "./pins";

/** A PIN proves that it is you who says "all is well"; the other one says the same, and calls for help. */
export function PinForm() {
  const { me } = useSession();
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(emptyPins);
  const [errors, setErrors] = useState<PinsErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const change = (part: Partial<PinsForm>) => setForm((now) => ({ ...now, ...part }));

  const save = async (remove: boolean) => {
    const checked = remove ? { errors: {}, body: withoutPins(form) } : checkPins(form);
    setErrors(checked.errors);
    setProblem(null);
    if (!checked.body) return;
    try {
      await api.setPin(checked.body);
      setSaved(remove ? t.pin.removed : t.pin.saved);
      setForm(emptyPins);
      setOpen(false);
      await ask();
    } catch (error) {
      setProblem(
        error instanceof Problem ? error.errors[0]?.detail || error.message || t.pin.notSaved : t.app.noAnswer,
      );
    }
  };

  const digits = { inputMode: "numeric", autocomplete: "off", maxLength: 8 } as const;
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.pin.section}</h2>
      <p>{me.hasPin ? t.pin.has : t.pin.hasNot}</p>
      {saved && <Notice tone="watched" title={saved} announce="politely" />}
      {!open && (
        <Button look="quiet" onPress={() => setOpen(true)}>
          {me.hasPin ? t.pin.change : t.pin.make}
        </Button>
      )}
      {open && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save(false);
          }}
        >
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <TextField
            label={t.pin.newPin}
            hint={t.pin.length}
            type="password"
            value={form.pin}
            onValue={(pin) => change({ pin })}
            error={errors.pin}
            input={digits}
          />
          <TextField
            label={t.pin.duress}
            hint={t.pin.duressHint}
            type="password"
            value={form.duressPin}
            onValue={(duressPin) => change({ duressPin })}
            error={errors.duressPin}
            input={digits}
          />
          <TextField
            label={t.pin.password}
            type="password"
            value={form.password}
            onValue={(password) => change({ password })}
            input={{ autocomplete: "current-password", required: true }}
          />
          <Button submit wide>
            {t.pin.save}
          </Button>
          {me.hasPin && (
            <Button look="plain" onPress={() => void save(true)}>
              {t.pin.remove}
            </Button>
          )}
        </form>
      )}
    </section>
  );
}
