import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useStore } from "../app/store";
import { asNamed } from "../app/filling";
import { useAction } from "../app/useAction";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { press, waiting } from "../queue/queue";
import { useSession } from "../session/context";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { clockTime, timeOrDay } from "../time/format";
import { Pair, type Props } from "./Pair";
import { checkPoliceTold, noReference } from "./police-told";
import { TroubleSaid } from "./Trouble";
import { accept } from "./visits";

/** What must be so before this visit can start, each with the one thing to press; and what is better done otherwise. */
export function Beforehand({ visit }: { visit: Visit }) {
  const { busy, problem, act } = useAction();
  const does = (name: string, work: () => Promise<Visit>) => void act(name, () => work().then(accept));
  const { pair, backUp, police, hints, steps = [] } = visit.beforehand;
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TroubleSaid visit={visit} />
      {hints.map((hint) => (
        <Notice key={hint} tone="soon" title={hint} />
      ))}
      <AskWhoGoes visit={visit} busy={busy} does={does} />
      {steps.length > 0 && <LookUps visit={visit} />}
      {(pair.needed || visit.companions.length > 0) && <Pair visit={visit} busy={busy} does={does} />}
      {backUp.needed && <BackUp visit={visit} busy={busy} does={does} />}
      {police.needed && <Police visit={visit} />}
    </>
  );
}

/** After a fraud investigation the team manager decides who goes; whoever goes or plans asks, in one press. */
function AskWhoGoes({ visit, busy, does }: Props) {
  const { me } = useSession();
  const { fraud } = visit.beforehand;
  const words = t.fraud;
  if (!fraud?.managerDecides && !fraud?.state) return null;
  const decided = fraud.decidedBy?.name ?? "";
  const own = visit.worker.id === me.id;
  if (fraud.state === "same") return <p>{own ? words.youGo(decided) : words.same(decided, visit.worker.name)}</p>;
  if (fraud.state === "colleague")
    return <p>{own ? words.youInstead(decided) : words.colleague(decided, visit.worker.name)}</p>;
  if (fraud.state === "asked") {
    return (
      <Notice tone="soon" title={words.asked}>
        <p>{words.askedText}</p>
      </Notice>
    );
  }
  return (
    <Button look="quiet" busy={busy === "fraud"} onPress={() => does("fraud", () => api.askWhoGoes(visit.id))}>
      {words.ask}
    </Button>
  );
}

/** What the protocol asks to look up: a tick by name. Nothing waits for it. */
function LookUps({ visit }: { visit: Visit }) {
  const waits = useStore(waiting).some((one) => one.kind === "preparation" && one.subject === visit.id && !one.refused);
  return (
    <ul class="stack stack-tight">
      {visit.beforehand.steps.map(({ step, text, doneBy, doneAt }) => (
        <li key={step} class="card stack stack-tight">
          <p class={doneAt ? "soft" : "strong"}>{text}</p>
          {doneAt ? (
            <p>{t.preparation.doneBy(doneBy?.name ?? "", timeOrDay(doneAt, serverClock.now()))}</p>
          ) : (
            <Button
              look="quiet"
              busy={waits}
              onPress={() => void press({ kind: "preparation", subject: visit.id, body: { step } })}
            >
              {t.preparation.done}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** More than these, and one looks for a name instead of reading them all. */
const MANY = 5;

// No form: each name is a button that asks at once, and what is typed only finds the name.
function BackUp({ visit, busy, does }: Props) {
  const { colleagues, me } = useSession();
  const [sought, setSought] = useState("");
  const { person, acceptedAt } = visit.beforehand.backUp;
  const words = t.beforehand;
  if (person && acceptedAt) return <p>{words.backUpAccepted(person.name)}</p>;
  const along = new Set([me.id, visit.worker.id, ...visit.companions.map((one) => one.personId)]);
  const free = colleagues.filter((one) => !along.has(one.id));
  const like = sought.trim().toLocaleLowerCase();
  const shown = free.length <= MANY ? free : free.filter((one) => like && one.name.toLocaleLowerCase().includes(like));
  return (
    <div class="stack stack-tight">
      <Notice tone="soon" title={person ? words.backUpAsked(person.name) : words.backUpNeeded} />
      {free.length > MANY && <TextField label={words.seekBackUp} type="search" value={sought} onValue={setSought} />}
      {shown.map((one) => (
        <Button
          key={one.id}
          look="quiet"
          busy={busy === one.id}
          onPress={() => does(one.id, () => api.askBackUp(visit.id, one.id))}
        >
          {words.askBackUp(one.name)}
        </Button>
      ))}
    </div>
  );
}

/** A human calls: this page only says whom, what, and that it was done. */
function Police({ visit }: { visit: Visit }) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noReference,
    check: checkPoliceTold,
    at: asNamed("reference"),
    send: (reference) => api.policeTold(visit.id, reference).then(accept),
  });
  const { toldAt, whom, say } = visit.beforehand.police;
  const words = t.beforehand;
  if (toldAt) return <p>{words.policeTold(clockTime(toldAt))}</p>;
  return (
    <Notice tone="soon" title={words.police(whom)}>
      <p>{words.policeRead}</p>
      {say.map((line) => (
        <p key={line} class="strong anywhere">
          {line}
        </p>
      ))}
      <Form class="stack stack-tight" stumbles={stumbles} onSend={send}>
        {problem && <p role="alert">{problem}</p>}
        <TextField
          label={words.policeReference}
          value={form.reference}
          error={said("reference")}
          onValue={(reference) => change({ reference })}
          input={{ maxLength: 100 }}
        />
        <Button submit busy={busy !== null}>
          {words.policeDone}
        </Button>
      </Form>
    </Notice>
  );
}
