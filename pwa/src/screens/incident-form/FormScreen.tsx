import "./form.css";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";
import { useStore } from "../../app/store";
import { useSlow } from "../../app/useSlow";
import { isUnfinished } from "../../incidents/answers";
import { unanswered, stepsOf, unreadable, type StepName } from "../../incidents/steps";
import { dropDraft, formDraftName, kept, type FormDraft, type SentAs } from "../../incidents/form-drafts";
import type { Begun } from "../../incidents/reports";
import { formAction, sendForm, taken as takenForms } from "../../incidents/sending";
import { Button, ButtonLink } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { Check } from "./Check";
import { Clashes } from "./Clashes";
import { Course, Kind, Reach } from "./Conduct";
import { Files } from "./Files";
import { Care, Damages, Injury, Police } from "./Harm";
import { AggressorAddress, Employee, Employment, Who, Witnesses } from "./People";
import { StalkingLog } from "./StalkingLog";
import { Story } from "./Story";
import { useFormDraft } from "./useFormDraft";
import type { ComponentType } from "preact";
import type { StepProps } from "./step";

const STEPS: Record<Exclude<StepName, "files" | "check">, ComponentType<StepProps>> = {
  kind: Kind,
  reach: Reach,
  motive: Reach,
  course: Course,
  story: Story,
  who: Who,
  address: AggressorAddress,
  witnesses: Witnesses,
  injury: Injury,
  damage: Damages,
  police: Police,
  care: Care,
  sightings: StalkingLog,
  employee: Employee,
  employment: Employment,
};

/** The complete form of a report, a few questions at a time. It opens without a network, and stays until it was sent. */
export function FormScreen() {
  const id = useRoute().params["id"] ?? "";
  return <Form key={id} id={id} />;
}

function Form({ id }: { id: string }) {
  const form = useFormDraft(id);
  const { begun, draft, problem, taken } = form;
  const { route } = useLocation();
  // Pressed here: then this screen goes on as soon as the server has it, or says that it will be sent.
  const [pressed, setPressed] = useState<SentAs | null>(null);
  useEffect(() => {
    if (!taken) return;
    takenForms.update((now) => new Map([...now].filter(([one]) => one !== id)));
    // It may have gone by itself while somebody types on: they stay where they are.
    if (pressed || !draft) route(`/incidents/${id}`);
  }, [taken]);
  if (!begun || !draft) {
    return (
      <Screen title={t.cases.form} back={`/incidents/${id}`}>
        {problem ? <Notice tone="soon" title={problem} announce="now" /> : <p role="status">{t.app.moment}</p>}
      </Screen>
    );
  }
  return <Filling {...form} id={id} begun={begun} draft={draft} pressed={pressed} setPressed={setPressed} />;
}

interface Props extends Pick<ReturnType<typeof useFormDraft>, "change" | "goTo" | "choose"> {
  id: string;
  begun: Begun;
  draft: FormDraft;
  pressed: SentAs | null;
  setPressed: (pressed: SentAs | null) => void;
}

function Filling({ id, begun, draft, change, goTo, choose, pressed, setPressed }: Props) {
  const { me } = useSession();
  const { route } = useLocation();
  const steps = stepsOf(begun.form, draft.base, draft.answers);
  const at = Math.min(draft.step, steps.length - 1);
  const step = steps[at] ?? "check";
  const action = useStore(waiting).find((one) => one === formAction(waiting.get(), id));
  const page = begun.report ? `/incidents/${id}` : "/";

  useEffect(() => {
    if (action?.refused) setPressed(null);
  }, [action?.refused]);

  const send = async (as: SentAs) => {
    setPressed(as);
    if (await sendForm(me.id, id, as)) return;
    // Nothing to tell: nothing was filled in, or nothing that is finished. The last stays.
    if (!isUnfinished(draft.answers)) dropDraft(formDraftName(me.id, id));
    route(page);
  };
  const waits = useSlow(pressed !== null && action !== undefined && !action.refused);
  if (waits) return <Waits onBack={() => setPressed(null)} />;

  if (draft.clashes.length > 0) {
    return (
      <Screen title={t.cases.form} back={page}>
        <Clashes draft={draft} report={begun.report} form={begun.form} choose={choose} />
      </Screen>
    );
  }
  const open = unanswered(begun.form, draft.answers);
  const wrong = unreadable(draft.answers);
  const Step = step === "files" || step === "check" ? null : STEPS[step];
  const later = begun.completed ? "complete" : "keep";
  return (
    <Screen
      title={t.cases.form}
      back={page}
      foot={
        <div class={step === "check" ? "stack stack-tight form__foot--last" : "form__foot"}>
          {at > 0 && (
            <Button wide look="quiet" onPress={() => goTo(at - 1)}>
              {t.app.back}
            </Button>
          )}
          {step === "check" ? (
            <Button
              wide
              busy={pressed === "complete"}
              disabled={open.length + wrong.length > 0}
              onPress={() => void send("complete")}
            >
              {t.cases.sayComplete}
            </Button>
          ) : (
            <Button wide onPress={() => goTo(at + 1)}>
              {t.incident.next}
            </Button>
          )}
        </div>
      }
    >
      <Progress at={at} of={steps.length} />
      {action?.refused && (
        <Notice tone="soon" title={t.form.refused} announce="now">
          <p>
            {action.refused.errors
              .map((one) => one.detail)
              .filter(Boolean)
              .join(" ") || action.refused.message}
          </p>
        </Notice>
      )}
      <Heading step={step} />
      {Step && (
        <Step
          form={begun.form}
          answers={draft.answers}
          channel={begun.channel}
          causedBy={begun.report?.causedBy ?? ""}
          change={change}
        />
      )}
      {step === "files" && <Files id={id} report={begun.report} />}
      {step === "check" && <Check steps={steps} open={open} wrong={wrong} goTo={goTo} />}
      {!(begun.completed && open.length > 0) && (
        <Button wide look="plain" busy={pressed === later} onPress={() => void send(later)}>
          {begun.completed ? t.form.keepChange : t.cases.keep}
        </Button>
      )}
      {step !== "check" && <AllSteps steps={steps} at={at} open={open} goTo={goTo} />}
    </Screen>
  );
}

function Progress({ at, of }: { at: number; of: number }) {
  const isKept = useStore(kept);
  return (
    <>
      <div class="form__progress">
        <span>{t.incident.step(at + 1, of)}</span>
        <span class="soft" role="status">
          {isKept === true ? t.incident.kept : ""}
        </span>
      </div>
      <progress class="form__bar" max={of} value={at + 1} aria-hidden="true" />
      {isKept === false && (
        <Notice tone="soon" title={t.incident.notKept} announce="politely">
          <p>{t.form.notKeptText}</p>
        </Notice>
      )}
    </>
  );
}

/** Who listens hears the next step, and the keyboard goes on from there. */
function Heading({ step }: { step: StepName }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      heading.current?.focus({ preventScroll: true });
      heading.current?.closest("main")?.scrollTo({ top: 0 });
    }
    first.current = false;
  }, [step]);
  return (
    <h2 ref={heading} tabIndex={-1} class="nl-heading nl-heading--level-2">
      {t.form.steps[step]}
    </h2>
  );
}

interface AllProps {
  steps: StepName[];
  at: number;
  open: StepName[];
  goTo: (step: number) => void;
}

/** For who wants to go on somewhere else. */
function AllSteps({ steps, at, open, goTo }: AllProps) {
  return (
    <details key={at} class="form__all">
      <summary>{t.form.allSteps}</summary>
      <ol class="stack stack-tight">
        {steps.map((one, place) => (
          <li key={one}>
            <Button look="plain" size="small" onPress={() => goTo(place)}>
              {t.form.steps[one]}
            </Button>
            {open.includes(one) && <span class="soft">{t.form.stillOpen}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** It was pressed, and the server has not said anything yet. */
function Waits({ onBack }: { onBack: () => void }) {
  const isKept = useStore(kept) !== false;
  return (
    <Screen
      title={t.cases.form}
      foot={
        <>
          <ButtonLink href="/" wide size="large">
            {t.app.done}
          </ButtonLink>
          <Button wide look="plain" onPress={onBack}>
            {t.form.goOn}
          </Button>
        </>
      }
    >
      <Notice tone="soon" title={t.form.waits} announce="politely">
        <p>{isKept ? t.form.waitsText : t.form.notKeptText}</p>
      </Notice>
    </Screen>
  );
}
