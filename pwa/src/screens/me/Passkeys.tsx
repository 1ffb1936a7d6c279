import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { components } from "../../api/schema";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { OwnPassword } from "../../parts/OwnPassword";
import { canPasskeys, makePasskey } from "../../passkeys/ceremony";
import { RecoveryCodes } from "../../second-step/RecoveryCodes";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";
import { checkCalled, checkOwn, noOwn } from "./second-step";

type Passkey = components["schemas"]["PasskeyOut"];

interface Props {
  onChanged: () => void;
}

/** My passkeys: added with my password, named, taken away. */
export function Passkeys({ onChanged }: Props) {
  const { value, problem, again } = useFetch(api.myPasskeys);
  const [open, setOpen] = useState<Passkey | "new" | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const done = (fresh: string[] = []) => {
    setOpen(null);
    setCodes(fresh);
    again();
    onChanged();
  };
  if (!value) return problem ? <Notice tone="soon" title={problem} announce="now" /> : null;
  return (
    <>
      <h3 class="nl-heading nl-heading--level-3">{t.passkeys.title}</h3>
      <p>{t.passkeys.text}</p>
      {codes.length > 0 && <RecoveryCodes codes={codes} onKept={() => setCodes([])} />}
      <ul class="stack">
        {value.passkeys.map((one) => (
          <li key={one.id} class="stack stack-tight">
            <p class="strong anywhere">{one.name}</p>
            <p class="soft">
              {t.passkeys.since(longDay(one.madeAt))}{" "}
              {one.usedAt ? t.passkeys.used(longDay(one.usedAt)) : t.passkeys.neverUsed}
            </p>
            {open === one ? (
              <Change passkey={one} onDone={() => done()} />
            ) : (
              <div class="row">
                <Button size="small" look="quiet" label={t.passkeys.changeOf(one.name)} onPress={() => setOpen(one)}>
                  {t.passkeys.change}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {open === "new" && <Add onDone={done} />}
      {open !== "new" && value.offered && canPasskeys() && (
        <div class="row">
          <Button look="quiet" onPress={() => setOpen("new")}>
            {t.passkeys.add}
          </Button>
        </div>
      )}
      {!(value.offered && canPasskeys()) && <p class="soft">{t.passkeys.notHere}</p>}
    </>
  );
}

const sayStopped = (stopped: boolean) => stopped && <Notice tone="soon" title={t.passkeys.stopped} announce="now" />;

function Add({ onDone }: { onDone: (codes: string[]) => void }) {
  const [stopped, setStopped] = useState(false);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: { ...noOwn, name: "" },
    check: checkCalled,
    at: { "/password": "password", "/name": "name" },
    send: async ({ name, password }) => {
      setStopped(false);
      const made = await makePasskey(await api.preparePasskey(password));
      return made && api.addPasskey({ name, ...made });
    },
    onDone: (added) => (added ? onDone(added.recoveryCodes) : setStopped(true)),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {sayStopped(stopped)}
      <TextField
        label={t.passkeys.name}
        hint={t.passkeys.nameHint}
        value={form.name}
        error={said("name")}
        onValue={(name) => change({ name })}
        input={{ required: true, maxLength: 80, autocomplete: "off" }}
      />
      <OwnPassword
        label={t.step.password}
        value={form.password}
        error={said("password")}
        onValue={(password) => change({ password })}
      />
      <Button submit wide busy={busy !== null}>
        {t.passkeys.make}
      </Button>
    </Form>
  );
}

function Change({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const [name, setName] = useState(passkey.name);
  const { busy, problem, act } = useAction(onDone);
  const own = useForm({
    begin: noOwn,
    check: checkOwn,
    at: { "/password": "password" },
    send: (password) => api.removePasskey(passkey.id, password),
    onDone,
  });
  return (
    <>
      {(problem ?? own.problem) && <Notice tone="soon" title={problem ?? own.problem} announce="now" />}
      <TextField label={t.passkeys.name} value={name} onValue={setName} input={{ maxLength: 80 }} />
      <div class="row">
        <Button
          size="small"
          look="quiet"
          busy={busy !== null}
          disabled={!name.trim()}
          onPress={() => void act("rename", () => api.renamePasskey(passkey.id, name.trim()))}
        >
          {t.passkeys.rename}
        </Button>
      </div>
      <Form class="stack" stumbles={own.stumbles} onSend={own.send}>
        <OwnPassword
          label={t.step.password}
          value={own.form.password}
          error={own.said("password")}
          onValue={(password) => own.change({ password })}
        />
        <div class="row">
          <Button submit size="small" look="plain" busy={own.busy !== null}>
            {t.passkeys.remove}
          </Button>
        </div>
      </Form>
    </>
  );
}
