import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { ask } from "../../session/session";
import { t } from "../../texts";

export interface PinErrors {
  pin?: string;
  duressPin?: string;
}

const PIN = /^\d{4,8}$/;

/** Pure: what is wrong with the two PINs. */
export function checkPins(pin: string, duressPin: string): PinErrors {
  const errors: PinErrors = {};
  if (!PIN.test(pin)) errors.pin = t.pin.length;
  if (duressPin !== "" && !PIN.test(duressPin)) errors.duressPin = t.pin.length;
  else if (duressPin !== "" && duressPin === pin) errors.duressPin = t.pin.same;
  return errors;
}

/** A PIN proves that it is you who says "all is well"; the other one says the same, and calls for help. */
export function PinForm() {
  const { me } = useSession();
  const [open, setOpen] = useState(false);
  const [pin, setPin] = useState("");
  const [duressPin, setDuressPin] = useState("");
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<PinErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState<string | null>(null);

  const save = async (remove: boolean) => {
    const found = remove ? {} : checkPins(pin, duressPin);
    setErrors(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return;
    try {
      await api.setPin({
        password,
        pin: remove ? null : pin,
        duressPin: remove || duressPin === "" ? null : duressPin,
      });
      setSaved(remove ? t.pin.removed : t.pin.saved);
      setPin("");
      setDuressPin("");
      setPassword("");
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
            value={pin}
            onValue={setPin}
            error={errors.pin}
            input={digits}
          />
          <TextField
            label={t.pin.duress}
            hint={t.pin.duressHint}
            type="password"
            value={duressPin}
            onValue={setDuressPin}
            error={errors.duressPin}
            input={digits}
          />
          <TextField
            label={t.pin.password}
            type="password"
            value={password}
            onValue={setPassword}
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
