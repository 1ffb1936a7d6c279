import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { CodeForm } from "../../second-step/CodeForm";
import { Key } from "../../second-step/Key";
import { RecoveryCodes } from "../../second-step/RecoveryCodes";
import { UsePasskey } from "../../passkeys/UsePasskey";
import { LANGUAGES } from "../../texts/languages";
import { t } from "../../texts/later";
import { enter } from "./enter";

/** After the password: a passkey, a code of the app, or setting that up first. */
export function SecondStep() {
  const [[asked = "", language = ""]] = useState(() => location.hash.slice(1).split("/"));
  const ways = asked.split("-");
  const setUp = ways.includes("new");
  const [codes, setCodes] = useState<string[]>([]);
  const inside = () => void speaking(language).finally(enter);
  const done = (fresh: string[]) => (fresh.length > 0 ? setCodes(fresh) : inside());
  if (codes.length > 0) return <RecoveryCodes codes={codes} onKept={inside} />;
  return (
    <>
      <h1 class="nl-heading nl-heading--level-1">{setUp ? t.step.setUp : t.step.enter}</h1>
      {setUp ? <SetUp onDone={done} /> : <Enter ways={ways} onDone={done} />}
      <Button look="plain" wide onPress={() => void api.stopStep().finally(enter)}>
        {t.door.toSignIn}
      </Button>
    </>
  );
}

/** A language that was chosen before the password is theirs from then on. Without an answer they still get in. */
const speaking = async (language: string): Promise<void> =>
  language in LANGUAGES ? api.setLanguage(language).catch(() => undefined) : undefined;

function Enter({ ways, onDone }: { ways: string[]; onDone: (codes: string[]) => void }) {
  return (
    <>
      {ways.includes("passkey") && (
        <UsePasskey prepare={api.preparePasskeyStep} send={api.takePasskeyStep} onDone={() => onDone([])} />
      )}
      <p>{ways.includes("app") ? t.step.enterText : t.step.recoveryText}</p>
      <CodeForm
        label={ways.includes("app") ? t.step.code : t.step.recovery}
        {...(ways.includes("app") ? { hint: t.step.codeHint } : {})}
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
