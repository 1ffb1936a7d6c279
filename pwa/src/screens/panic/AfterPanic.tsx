import { useLocation } from "preact-iso";
import { useContext, useEffect, useRef } from "preact/hooks";
import { useSeconds } from "../../app/poll";
import { useStore } from "../../app/store";
import { Button, ButtonLink } from "../../parts/Button";
import { Call } from "../../parts/Contact";
import { reportAbout, type About } from "../../incidents/draft";
import { hide, putAway, sayFalseAlarm, type Panic } from "../../panic/panic";
import { drain, waiting } from "../../queue/queue";
import { SessionContext } from "../../session/context";
import { numbers } from "../../session/session";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";
import { clockTime, exactTime, telLink } from "../../time/format";
import { serverClock } from "../../time/clock";
import { BySms } from "../../visits/BySms";
import { useEmergencyNumber } from "../../visits/emergency";
import { useToCall } from "../../visits/numbers";
import { WatchLine } from "../../visits/WatchLine";
import { visits } from "../../visits/visits";
import { stepsOf, type Step } from "./steps";

/** Full red: what the server knows, who reacts, and the emergency number within one press. */
export function AfterPanic({ panic }: { panic: Panic }) {
  const { route } = useLocation();
  const emergency = useEmergencyNumber();
  const heading = useRef<HTMLHeadingElement>(null);
  const alarm = panic.alarm;
  const falseSaid = useStore(waiting).some(
    ({ kind, subject, refused }) => kind === "false-alarm" && subject === alarm?.id && !refused,
  );
  const noted = falseSaid || Boolean(alarm?.timeline?.some((entry) => entry.kind.includes("false")));
  useSeconds(!panic.sent);
  const putAside = () => {
    hide(true);
    route("/");
  };
  useEffect(() => {
    document.title = `${t.panic.title} · ${t.app.name}`;
    // With large letters the button stood lower than this title does.
    document.getElementById("main")?.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
    hide(false);
  }, []);

  if (alarm?.resolvedAt) return <Over panic={panic} />;
  const title = panic.sent ? t.panic.sent : panic.refused ? t.panic.refused : t.panic.sending;
  return (
    <div class="red">
      <header class="red__head">
        <h1 ref={heading} tabIndex={-1} class="red__title" aria-live="assertive">
          {title}
        </h1>
        <p class="red__where anywhere">
          <span class="digits">{exactTime(alarm?.openedAt ?? panic.pressedAt)}</span>
          {panic.address && `, ${shortLine(panic.address)}`}
        </p>
      </header>
      <Steps steps={stepsOf(panic)} />
      {!panic.sent && <NotSent pressedAt={panic.pressedAt - serverClock.wallOffset} refused={panic.refused} />}
      <ButtonLink href={telLink(emergency)} look="on-alarm" size="large" wide icon="phone">
        {t.contact.callEmergency(emergency)}
      </ButtonLink>
      <div class="stack stack-tight">
        <CallTaker panic={panic} />
        {panic.sent && alarm && (
          <Button look="on-alarm-quiet" wide busy={noted} onPress={() => void sayFalseAlarm(alarm.id)}>
            {noted ? (alarm.quiet ? t.visit.notPhoned : t.panic.falseSaid) : t.panic.falseAlarm}
          </Button>
        )}
        {panic.refused && (
          <Button look="on-alarm-quiet" wide onPress={putAway}>
            {t.panic.tryAnew}
          </Button>
        )}
        <Button look="on-alarm-quiet" size="small" wide onPress={putAside}>
          {t.panic.hide}
        </Button>
      </div>
    </div>
  );
}

function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol class="red__steps" aria-live="polite">
      {steps.map((step) => (
        <li key={step.text} class={step.strong ? "red__step red__step--strong" : "red__step"}>
          <span class="digits">{step.at ? clockTime(step.at) : ""}</span>
          <span class="anywhere">{step.text}</span>
        </li>
      ))}
    </ol>
  );
}

/** Whoever has it, or who was told first and has a number on this phone. */
function CallTaker({ panic }: { panic: Panic }) {
  const { all } = useStore(visits);
  const known = useToCall(all.find((visit) => visit.id === panic.visitId) ?? null);
  const taker = panic.alarm?.acknowledgedBy;
  const person = known.find((one) => one.id === taker?.id) ?? known[0];
  return person ? <Call name={person.name} number={person.phone} look="on-alarm-quiet" wide /> : null;
}

/** Nobody has heard it yet: the ways that need no data network, and one more try. */
function NotSent({ pressedAt, refused }: { pressedAt: number; refused: boolean }) {
  const { service } = useStore(numbers);
  return (
    <div class="red__unsent stack stack-tight" role="alert">
      <p class="strong">{refused ? t.panic.refusedText : t.panic.unsentText}</p>
      {service && <BySms number={service} text={t.sms.alarm} pressedAt={pressedAt} onAlarm />}
      {!refused && (
        <Button look="on-alarm-quiet" size="small" onPress={() => void drain()}>
          {t.pending.tryNow}
        </Button>
      )}
    </div>
  );
}

/** A companion who pressed sees the visit, and not the alarm. */
const pressed = ({ visitId, alarmId }: Panic): About => ({ visitId, alarmId: visitId ? null : alarmId });

function Over({ panic }: { panic: Panic }) {
  const signedIn = useContext(SessionContext) !== null;
  const { route } = useLocation();
  const alarm = panic.alarm;
  return (
    <div class="panic-over stack">
      <h1 class="nl-heading nl-heading--level-1" aria-live="polite">
        {t.panic.over(alarm?.resolvedAt ? clockTime(alarm.resolvedAt) : "")}
      </h1>
      {alarm?.resolvedBy && <p>{t.panic.overBy(alarm.resolvedBy.name)}</p>}
      <p>{t.panic.overText}</p>
      {signedIn && <WatchLine />}
      <Button
        wide
        size="large"
        onPress={() => {
          putAway();
          route("/");
        }}
      >
        {t.app.done}
      </Button>
      <ButtonLink href={reportAbout(pressed(panic))} look="quiet" wide>
        {t.afterwards.report}
      </ButtonLink>
    </div>
  );
}
