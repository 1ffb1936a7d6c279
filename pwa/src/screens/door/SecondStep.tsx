import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { CodeForm } from "../../second-step/CodeForm";
import { Key } from "../../second-step/Key";
import { RecoveryCodes } from "../../second-step/RecoveryCodes";
import { t } from "../../texts/later";

/** The page begins anew: from here on it is somebody's. */
const enter = (): void => location.assign("/");

/** After the password: a code of the app, or setting that up first. */
export function SecondStep() {
  const [setUp] = useState(() => location.hash === "#set-up");
  const [codes, setCodes] = useState<string[]>([]);
  const done = (fresh: string[]) => (fresh.length > 0 ? setCodes(fresh) : enter());
  if (codes.length > 0) return <RecoveryCodes codes={codes} onKept={enter} />;
  return (
    <>
      <h1 class="nl-heading nl-heading--level-1">{setUp ? t.step.setUp : t.step.enter}</h1>
      {setUp ? <SetUp onDone={done} /> : <Enter onDone={done} />}
      <Button look="plain" wide onPress={() => void api.stopStep().finally(enter)}>
        {t.door.toSignIn}
      </Button>
    </>
  );
}

function Enter({ onDone }: { onDone: (codes: string[]) => void }) {
  return (
    <>
      <p>{t.step.enterText}</p>
      <CodeForm
        label={t.step.code}
        hint={t.step.codeHint}
        button={t.signIn.enter}
        send={api.takeStep}
        onDone={(inside) => onDone(inside.recoveryCodes)}
      />
      <p class="soft">{t.step.lost}</p>
    </>
  );
}

function SetUp({ onDone }: { onDone: (codes: string[]) => void }) {
  const { value, problem } = useFetch(api.prepareStep);
  if (problem) return <Notice tone="soon" title={problem} announce="now" />;
  return (
    <>
      <p>{t.step.required}</p>
      {value && <Key shown={value} />}
      {value && (
        <CodeForm
          label={t.step.firstCode}
          button={t.step.confirm}
          send={api.takeStep}
          onDone={(inside) => onDone(inside.recoveryCodes)}
        />
      )}
    </>
  );
}
