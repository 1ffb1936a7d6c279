import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { ShownKey } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { OwnPassword } from "../../parts/OwnPassword";
import { CodeForm } from "../../second-step/CodeForm";
import { Key } from "../../second-step/Key";
import { RecoveryCodes } from "../../second-step/RecoveryCodes";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";
import { Passkeys } from "./Passkeys";
import { checkOwn, noOwn } from "./second-step";

type Doing = "set" | "remove";

/** My second step: how it stands, setting it up, and taking it away. */
export function SecondStepCard() {
  const { value, problem, again } = useFetch(api.myStep);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [shown, setShown] = useState<ShownKey | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const end = () => {
    setDoing(null);
    setShown(null);
    setCodes(null);
    again();
  };
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.step.title}</h2>
      <p>{t.step.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {value?.required && <p>{t.step.required}</p>}
      <Passkeys onChanged={again} />
      <h3 class="nl-heading nl-heading--level-3">{t.step.app}</h3>
      {value && (
        <p>
          {value.appSince ? t.step.since(longDay(value.appSince)) : t.step.off}
          {value.recoveryCodes > 0 && ` ${t.step.left(value.recoveryCodes)}`}
        </p>
      )}
      {value && doing === null && (
        <div class="row">
          <Button look="quiet" onPress={() => setDoing("set")}>
            {value.appSince ? t.step.anew : t.step.on}
          </Button>
          {value.appSince && !value.required && (
            <Button look="plain" onPress={() => setDoing("remove")}>
              {t.step.remove}
            </Button>
          )}
        </div>
      )}
      {doing === "set" && !shown && <Own button={t.step.further} send={api.prepareMyStep} onDone={setShown} />}
      {doing === "remove" && <Own button={t.step.remove} send={api.removeMyStep} onDone={end} />}
      {shown && !codes && (
        <>
          <Key shown={shown} />
          <CodeForm
            label={t.step.firstCode}
            button={t.step.confirm}
            send={api.setMyStep}
            onDone={(made) => setCodes(made.recoveryCodes)}
          />
        </>
      )}
      {codes && <RecoveryCodes codes={codes} onKept={end} />}
    </section>
  );
}

interface OwnProps<T> {
  button: string;
  send: (password: string) => Promise<T>;
  onDone: (answer: T) => void;
}

/** Asks for my password: a page that somebody else found open changes nothing here. */
function Own<T>({ button, send: give, onDone }: OwnProps<T>) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noOwn,
    check: checkOwn,
    at: { "/password": "password" },
    send: give,
    onDone,
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <OwnPassword
        label={t.step.password}
        value={form.password}
        error={said("password")}
        onValue={(password) => change({ password })}
      />
      <Button submit wide busy={busy !== null}>
        {button}
      </Button>
    </Form>
  );
}
