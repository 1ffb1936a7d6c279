import type { WhereToIn, Visit } from "../api/types";
import { Button, ButtonLink } from "../parts/Button";
import { Call } from "../parts/Contact";
import { Notice } from "../parts/Notice";
import type { Action } from "../queue/action";
import { dismiss, drain, press } from "../queue/queue";
import { useSession } from "../session/context";
import { t } from "../texts";
import { chosenTime } from "../time/chosen";
import { addressLine } from "../texts/address";
import { clockTime, smsLink } from "../time/format";
import { BySms } from "./BySms";
import { useToCall } from "./numbers";

interface Props {
  actions: Action[];
  /** null: the server doesn't know the visit yet. */
  visit: Visit | null;
}

/** Nobody has confirmed these: what was pressed, that it is not certain, and the way without this app. */
export function Pending({ actions, visit }: Props) {
  return (
    <>
      {actions.map((action) =>
        action.refused ? (
          <Refused key={action.key} action={action} visit={visit} />
        ) : (
          <Unconfirmed key={action.key} action={action} visit={visit} />
        ),
      )}
    </>
  );
}

const startBySms = (action: Action, visit: Visit | null): string => {
  const { where, until } = placeOf(action, visit);
  return isStart(action) && where
    ? t.sms.begin(where, Math.round((Date.parse(until) - chosenTime.now()) / 60_000))
    : "";
};

/** What the same thing is called in an SMS. */
const SMS_WORDS: Partial<Record<Action["kind"], (action: Action, visit: Visit | null) => string>> = {
  plan: startBySms,
  "check-in": startBySms,
  ok: () => t.sms.well,
  "not-ok": () => t.sms.callMe,
  extend: (action) => t.sms.longer(Number(action.body["minutes"] ?? 15)),
  "check-out": () => t.sms.leave,
  back: (action) => (action.body["to"] === "home" ? t.sms.home : t.sms.back),
};

/** What else the watch goes by. A report or a feeling is no reason to phone whoever is on duty. */
const WATCHED: readonly Action["kind"][] = ["change", "cancel", "panic", "false-alarm"];

function Unconfirmed({ action, visit }: { action: Action; visit: Visit | null }) {
  const { me } = useSession();
  const word = SMS_WORDS[action.kind]?.(action, visit);
  const [onDuty] = useToCall(visit, action.body["teamId"] as string | undefined);
  return (
    <Notice tone="soon" title={t.pending.title(t.pending.kinds[action.kind])} announce="politely">
      <p>{t.pending.trying(clockTime(action.pressed.server ?? action.pressed.wall))}</p>
      {isStart(action) && <p class="strong">{t.pending.nobodyYet}</p>}
      {word && me.serviceNumber && <BySms number={me.serviceNumber} text={word} pressedAt={action.pressed.wall} />}
      {word && me.serviceNumber && me.hasPin && !isStart(action) && action.kind !== "not-ok" && (
        <p>{t.pending.smsWithPin(word)}</p>
      )}
      {onDuty && (word || isStart(action) || WATCHED.includes(action.kind)) && (
        <Call name={onDuty.name} number={onDuty.phone} wide full />
      )}
      {onDuty && isStart(action) && placeOf(action, visit).where && (
        <AskByHand number={onDuty.phone} action={action} visit={visit} />
      )}
      <Button look="plain" onPress={() => void drain()}>
        {t.pending.tryNow}
      </Button>
    </Notice>
  );
}

const isStart = (action: Action): boolean =>
  action.kind === "check-in" || (action.kind === "plan" && action.body["checkIn"] === true);

/** Where, and until when. */
function placeOf(action: Action, visit: Visit | null) {
  return {
    where: visit?.address.line ?? addressLine(action.body["address"] as WhereToIn | undefined),
    until: String(action.body["expectedEnd"] ?? visit?.expectedEnd ?? ""),
  };
}

/** A person can watch over somebody without this app: where, and until when, in an SMS to them. */
function AskByHand({ number, action, visit }: { number: string; action: Action; visit: Visit | null }) {
  const { where, until } = placeOf(action, visit);
  return (
    <ButtonLink href={smsLink(number, t.pending.askText(where, clockTime(until)))} look="quiet" wide icon="sms">
      {t.pending.askBySms}
    </ButtonLink>
  );
}

/** A visit that may not start yet can be planned: then it waits, and its own screen says for what. */
const SOON_MS = 5 * 60_000;

async function planFirst(action: Action): Promise<void> {
  const plannedStart = new Date(chosenTime.now() + SOON_MS).toISOString();
  await dismiss(action.key);
  await press({ kind: "plan", subject: action.subject, body: { ...action.body, checkIn: false, plannedStart } });
}

function Refused({ action, visit }: { action: Action; visit: Visit | null }) {
  const [onDuty] = useToCall(visit, action.body["teamId"] as string | undefined);
  // Of a visit that is a colleague's by now, or was called off, nothing can be put right: the next one takes its place.
  const isGone = action.kind === "check-in" && (visit?.worker.id !== action.personId || visit.state === "cancelled");
  const mayWait = action.kind === "plan" && action.body["checkIn"] === true && action.refused?.status === 409;
  return (
    <Notice tone="soon" title={t.pending.refused(t.pending.kinds[action.kind])} announce="now">
      <p>{action.refused?.errors[0]?.detail || action.refused?.message || t.app.somethingWrong}</p>
      {mayWait && (
        <Button wide onPress={() => void planFirst(action)}>
          {t.pending.planFirst}
        </Button>
      )}
      {(action.kind === "plan" || isGone) && (
        <ButtonLink href={`/visits/new?again=${action.key}`} wide>
          {isGone ? t.today.newVisit : t.pending.fillInAgain}
        </ButtonLink>
      )}
      {onDuty && isStart(action) && <Call name={onDuty.name} number={onDuty.phone} wide full />}
      <Button look="plain" onPress={() => void dismiss(action.key)}>
        {t.app.understood}
      </Button>
    </Notice>
  );
}
