import "../desk/desk.css";
import { api } from "../api/later";
import type { CarePlan } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { EndTask } from "../tasks/EndTask";
import { named } from "../tasks/titles";
import { t } from "../texts/later";
import { serverClock } from "../time/clock";
import { longDay } from "../time/format";
import { Graver } from "./Graver";

type Step = CarePlan["steps"][number];

interface PlanProps {
  plan: CarePlan;
  again: () => void;
}

/** The care for one person: what is planned, by whom, which help there is. */
export function PlanCard({ plan, again }: PlanProps) {
  const own = plan.seenAs === "own";
  const name = plan.person?.name ?? plan.whom;
  const running = plan.endedAt === null;
  return (
    <div class="card stack">
      <h3 class="nl-heading nl-heading--level-3">{own ? t.care.planned : t.care.of(name)}</h3>
      {!own && plan.hit !== "victim" && <p class="soft">{t.care.hit[plan.hit]}</p>}
      <WhoHasIt plan={plan} />
      {!running && <p class="soft">{t.care.ended}</p>}
      {running && plan.seenAs === "runs" && <p class="soft">{t.care.runs}</p>}
      <ul class="desk-list">
        {plan.steps.map((step) => (
          <li key={step.id} class="anywhere">
            {t.app.colon(named(titleOf(step, plan.steps)))}{" "}
            {step.state === "open" ? t.care.until(longDay(step.dueAt)) : t.care.states[step.state]}
          </li>
        ))}
      </ul>
      {plan.steps
        .filter((step) => step.mine && step.byHand && step.state === "open")
        .map((step) => (
          <MyStep key={step.id} step={step} regular={plan.regular} again={again} />
        ))}
      {running && plan.seenAs === "cares" && plan.graver.length > 0 && <Graver plan={plan} again={again} />}
      <PlanChoices plan={plan} again={again} />
    </div>
  );
}

/** Who has the next step now: by name, or by the function that it came to; and by which since, because it lay. */
export function WhoHasIt({ plan: { carer, carers } }: { plan: CarePlan }) {
  if (carer === null) return null;
  const by = [...new Set(carers.map((one) => one.called))];
  const lines = by.map((called, place) => {
    const names = t.list(carers.filter((one) => one.called === called).map((one) => one.name));
    return place > 0 && called ? t.care.alsoBy(called, names) : t.care.by(called, names);
  });
  return (
    <>
      {(lines.length > 0 ? lines : [t.care.byNobody(carer)]).map((line) => (
        <p key={line} class="anywhere">
          {line}
        </p>
      ))}
    </>
  );
}

/** What is asked of two people says of whom. */
export function titleOf({ title, person, functionName }: Step, steps: Step[]): string {
  const who = person?.name ?? functionName;
  const twice = steps.filter((one) => one.title === title).length > 1;
  return who && twice ? `${title} (${who})` : title;
}

interface StepProps {
  step: Step;
  regular: boolean;
  again: () => void;
}

/** What I do in it. Of a talk whose time has not come only its name is seen, so that nobody ends it by mistake. */
function MyStep({ step, regular, again }: StepProps) {
  const outcomes = regular ? step.outcomes : step.outcomes.filter((one) => one !== "enough");
  const end = <EndTask task={{ ...step, outcomes }} onDone={again} />;
  if (step.kind === "talk" && step.notBefore && Date.parse(step.notBefore) > serverClock.now()) {
    return (
      <details>
        <summary class="anywhere">{`${t.app.colon(named(step.title))} ${t.care.from(longDay(step.notBefore))}`}</summary>
        {end}
      </details>
    );
  }
  return (
    <div class="stack stack-tight">
      <h4 class="nl-heading nl-heading--level-4 anywhere">{step.title}</h4>
      {end}
    </div>
  );
}

/** What can be chosen in it: help, another person, and whether it was enough. */
export function PlanChoices({ plan, again }: PlanProps) {
  const { busy, problem, act } = useAction(again);
  const own = plan.seenAs === "own";
  const running = plan.endedAt === null;
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {running && plan.offers.length > 0 && <Offers plan={plan} again={again} />}
      {plan.evaluation && <Said evaluation={plan.evaluation} own={own} />}
      {plan.evaluation?.mayAnswer && (
        <fieldset class="stack stack-tight">
          <legend>{plan.evaluation.asks ?? t.care.sufficient}</legend>
          <div class="row">
            <Button look="quiet" onPress={() => void act("yes", () => api.evaluateCare(plan.id, true))}>
              {t.care.yes}
            </Button>
            <Button look="quiet" onPress={() => void act("no", () => api.evaluateCare(plan.id, false))}>
              {t.care.no}
            </Button>
          </div>
        </fieldset>
      )}
      {own && running && (
        <div class="row">
          <Button
            look="plain"
            busy={busy === "another"}
            onPress={() => void act("another", () => api.anotherPerson(plan.id))}
          >
            {t.care.another}
          </Button>
          {plan.regular && (
            <Button look="plain" onPress={() => void act("enough", () => api.enoughCare(plan.id))}>
              {t.care.enough}
            </Button>
          )}
        </div>
      )}
      {own && plan.information.length > 0 && (
        <details>
          <summary>{t.care.normal}</summary>
          {plan.information.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </details>
      )}
    </>
  );
}

/** What both said: whether the care was enough. */
function Said({ evaluation, own }: { evaluation: NonNullable<CarePlan["evaluation"]>; own: boolean }) {
  const said = [
    [own ? t.care.enoughOfMe : t.care.enoughOfEmployee, evaluation.byEmployee] as const,
    [t.care.enoughOfCarer, evaluation.byCarer] as const,
  ];
  return <>{said.map(([words, enough]) => enough !== null && <p key={words(true)}>{words(enough)}</p>)}</>;
}

function Offers({ plan, again }: PlanProps) {
  const { problem, act } = useAction(again);
  // Somebody answers for themselves in their own words; whoever cares for them notes what was said.
  const words = plan.seenAs === "own" ? t.care : t.care.toNote;
  const answers = (offer: string, accepted: boolean) =>
    void act(offer, () => api.offerCare(plan.id, { offer, accepted }));
  return (
    <div class="stack stack-tight">
      <h4 class="nl-heading nl-heading--level-4">{t.care.help}</h4>
      {plan.freeChoice && <p class="soft">{t.care.freeChoice}</p>}
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {plan.offers.map((one) => (
        <div key={one.offer} class="stack stack-tight">
          <p class="anywhere">{one.name}</p>
          {one.by.length > 0 && <p class="soft anywhere">{t.care.through(one.by.join(", "))}</p>}
          {one.parties.map((party) => (
            <p key={party.name} class="anywhere">
              {t.tasks.reach(
                party.name,
                [party.contact, party.phone, party.email, party.address].filter(Boolean).join(", "),
              )}
            </p>
          ))}
          {one.accepted !== null && (
            <p class="soft">
              {(one.accepted ? t.care.accepted : t.care.declined)(longDay(one.answeredOn ?? ""))}
              {one.answeredBy && ` ${t.care.notedBy(one.answeredBy.name)}`}
            </p>
          )}
          {one.accepted === false && (
            <Button look="plain" label={words.afterAllOf(one.name)} onPress={() => answers(one.offer, true)}>
              {words.afterAll}
            </Button>
          )}
          {one.accepted === null && (
            <div class="row">
              <Button look="quiet" label={words.acceptOf(one.name)} onPress={() => answers(one.offer, true)}>
                {words.accept}
              </Button>
              <Button look="plain" label={words.declineOf(one.name)} onPress={() => answers(one.offer, false)}>
                {words.decline}
              </Button>
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
