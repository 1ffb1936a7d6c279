import "./incident.css";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { useStore } from "../../app/store";
import { useSlow } from "../../app/useSlow";
import { Button, ButtonLink } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { panic, putAway } from "../../panic/panic";
import { Screen } from "../../parts/Screen";
import type { Action } from "../../queue/action";
import { press, waiting } from "../../queue/queue";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { useSession } from "../../session/context";
import { visits } from "../../visits/visits";
import { Pending } from "../../visits/Pending";
import { checkDraft, reportAbout, reported, type About } from "../../incidents/draft";
import { beginReport, visitAbout } from "./about";
import { asksFor } from "./asked";
import { Steps, STEPS } from "./Steps";
import { useDraft } from "./useDraft";

/** Reporting what happened, a question at a time. The rest can wait; what is filled in stays. */
export function IncidentScreen() {
  const { query } = useLocation();
  const about = { visitId: query["visit"] ?? null, alarmId: query["alarm"] ?? null };
  return <Form key={reportAbout(about)} about={about} />;
}

function Form({ about }: { about: About }) {
  const { me } = useSession();
  const { all } = useStore(visits);
  const visit = visitAbout(about, all, me.id);
  const { draft, change, kept } = useDraft(about, () => beginReport(about, visit, serverClock.now()));
  useEffect(() => {
    // The visit may be heard of after the form was opened; its address is only a suggestion.
    if (draft && draft.place === "" && visit && draft.step === 0)
      change({ place: visit.address.line, visitId: visit.id, channel: draft.channel ?? "home_visit" });
  }, [visit?.id, draft?.id]);
  const [sentId, setSentId] = useState<string | null>(null);
  // Sent from here, or before the app was closed and opened again.
  const id = sentId ?? draft?.id;
  const confirmed = useStore(reported).some((incident) => incident.id === id);
  const action = useStore(waiting).find((one) => one.kind === "incident" && one.subject === id);

  const slow = useSlow(sentId !== null && action !== undefined && !action.refused);

  if (confirmed && id) return <Thanks id={id} forOther={Boolean(draft?.employeeId)} />;
  if (slow && sentId && action) return <OnItsWay id={sentId} action={action} />;
  if (!draft) return <Screen title={t.incident.title}>{null}</Screen>;

  const last = draft.step === STEPS - 1;
  const { body } = checkDraft(draft, serverClock.now());
  const send = () => {
    if (!body) return;
    setSentId(draft.id);
    void press({ kind: "incident", subject: draft.id, body });
    // The screen after the noodknop asked for this report: it need not ask again.
    if (asksFor(panic.get(), about)) putAway();
  };

  return (
    <Screen
      title={t.incident.title}
      foot={
        <>
          {last && !body && <p class="soft">{t.incident.notEnough}</p>}
          <div class="incident__foot">
            {draft.step > 0 && (
              <Button look="quiet" onPress={() => change({ step: draft.step - 1 })}>
                {t.app.back}
              </Button>
            )}
            {last ? (
              <Button disabled={!body} busy={Boolean(action && !action.refused)} onPress={send}>
                {t.incident.send}
              </Button>
            ) : (
              <Button onPress={() => change({ step: draft.step + 1 })}>{t.incident.next}</Button>
            )}
          </div>
        </>
      }
    >
      <div class="incident__progress">
        <span>{t.incident.step(draft.step + 1, STEPS)}</span>
        <span class="soft" role="status">
          {kept === true ? t.incident.kept : kept === false ? t.incident.notKept : ""}
        </span>
      </div>
      {action && <Pending actions={[action]} visit={null} />}
      <Steps draft={draft} change={change} />
    </Screen>
  );
}

function Thanks({ id, forOther }: { id: string; forOther: boolean }) {
  return (
    <Screen
      title={t.incident.title}
      foot={
        <ButtonLink href="/" wide size="large">
          {t.app.done}
        </ButtonLink>
      }
    >
      <Notice tone="watched" title={forOther ? t.incident.sentForOther : t.incident.sent} announce="politely">
        <p>{forOther ? t.incident.sentForOtherText : t.incident.sentText}</p>
        <a class="nl-link" href={`/incidents/${id}`}>
          {t.cases.toReport}
        </a>
      </Notice>
      <GoOn id={id} />
    </Screen>
  );
}

/** No network: it is written down, and the rest can be filled in all the same. */
function OnItsWay({ id, action }: { id: string; action: Action }) {
  return (
    <Screen
      title={t.incident.title}
      foot={
        <ButtonLink href="/" wide size="large">
          {t.app.done}
        </ButtonLink>
      }
    >
      <Pending actions={[action]} visit={null} />
      <p>{t.form.restOffline}</p>
      <GoOn id={id} />
    </Screen>
  );
}

function GoOn({ id }: { id: string }) {
  return (
    <ButtonLink href={`/incidents/${id}/form`} look="quiet" wide>
      {t.form.goOnNow}
    </ButtonLink>
  );
}
