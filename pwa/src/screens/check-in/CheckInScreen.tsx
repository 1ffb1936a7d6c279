import "./check-in.css";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { useSeconds } from "../../app/poll";
import { useStore } from "../../app/store";
import type { Visit } from "../../api/types";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";
import { timeOrDay } from "../../time/format";
import { Beforehand } from "../../visits/Beforehand";
import { RiskWords } from "../../visits/RiskWords";
import { usePress } from "../../visits/usePress";
import { mineUnderWay, visits } from "../../visits/visits";
import { AddressFields } from "../../addresses/AddressFields";
import { Companions } from "./Companions";
import { ClientFields } from "./ClientFields";
import { ForWhom } from "./ForWhom";
import { OwnPlan } from "./OwnPlan";
import { Preparation } from "./Preparation";
import { StillThere } from "./StillThere";
import { Until } from "./Until";
import { useCheckIn } from "./useCheckIn";

/** Checking in at the door, or planning a visit for later. Remounted for another visit. */
export function CheckInScreen() {
  const { params, query } = useRoute();
  const { all } = useStore(visits);
  const { route } = useLocation();
  const visit = params["id"] ? all.find((one) => one.id === params["id"]) : undefined;

  useEffect(() => {
    if (visit && visit.state !== "planned") route(`/visits/${visit.id}`, true);
  }, [visit?.state]);

  if (params["id"] && !visit) {
    return (
      <Screen title={t.checkIn.title} back="/">
        <p>{t.checkIn.unknown}</p>
      </Screen>
    );
  }
  const opened = params["id"] ?? query["again"] ?? query["proposal"] ?? "new";
  return <CheckInForm key={opened} visit={visit ?? null} again={query["again"]} />;
}

/** P4: a colleague calls after a set time, where that is agreed: the one proposed, and twice that. */
const agreeable = (proposed: number): number[] => [proposed, 2 * proposed];

/** The desk plans for somebody who visits: the same form, for later, and for whom. */
export function PlanForScreen() {
  return <CheckInForm visit={null} again={undefined} desk />;
}

interface FormProps {
  visit: Visit | null;
  again: string | undefined;
  desk?: boolean;
}

function CheckInForm({ visit, again, desk = false }: FormProps) {
  const { colleagues, me, protocol } = useSession();
  const form = useCheckIn(visit, again, desk);
  useSeconds(true, 10_000);
  const risk = visit?.risk.checked ? visit.risk : form.risk.state === "told" ? form.risk.risk : null;
  const alone = form.companions.length === 0;

  const first = mineUnderWay(useStore(visits).all, me.id).find((one) => one.id !== visit?.id);
  const [asksFirst, setAsksFirst] = useState(false);
  const there = usePress(first?.id ?? "", () => void form.send());
  const send = () => {
    if (first && form.whole && !form.later && !desk) setAsksFirst(true);
    else void form.send();
  };

  return (
    <Screen
      title={form.later ? t.checkIn.planTitle : t.checkIn.title}
      back={desk ? "/planning" : "/"}
      foot={
        <>
          {form.end && <p class="check-in__brief digits">{t.checkIn.untilBrief(timeOrDay(form.end, form.now))}</p>}
          <Button wide size="large" onPress={send} busy={form.busy}>
            {form.later ? t.checkIn.plan : t.checkIn.send}
          </Button>
        </>
      }
    >
      {asksFirst && first && (
        <StillThere
          first={first}
          onLeave={() => {
            setAsksFirst(false);
            there.act("check-out", { returnTo: "office" });
          }}
          onBoth={() => {
            setAsksFirst(false);
            void form.send();
          }}
          onClose={() => setAsksFirst(false)}
        />
      )}
      {there.pinPad}
      {form.missing && <Notice tone="soon" title={t.checkIn.missing} announce="now" />}
      {form.problem && <Notice tone="soon" title={form.problem} announce="now" />}
      {desk && <ForWhom teamId={form.teamId} workerId={form.workerId} onWorker={form.setWorkerId} />}
      {visit ? (
        <div>
          <p class="check-in__address anywhere">{shortLine(visit.address.line)}</p>
          <p class="soft anywhere">{visit.address.line.split(",").slice(1).join(",").trim()}</p>
          {visit.address.verified === false && <p class="soft">{t.address.notVerifiedBrief}</p>}
          <p class="anywhere">{[visit.clientName, visit.purpose].filter(Boolean).join(", ")}</p>
        </div>
      ) : (
        <>
          {form.toTypeIn && <Notice title={t.proposals.typeIn(form.toTypeIn)} />}
          {/* So that "Ga" on the phone's keyboard does what the main button does. */}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            <AddressFields form={form.address} errors={form.errors} onForm={form.setAddress} />
            <button type="submit" hidden tabIndex={-1} />
          </form>
        </>
      )}
      {form.risk.state === "asking" && !risk && (
        <p class="soft" role="status">
          {t.risk.asking}
        </p>
      )}
      {risk && <RiskWords risk={risk} />}
      {visit && <Beforehand visit={visit} />}
      {visit && <Preparation visit={visit} />}
      {visit && visit.worker.id === me.id && <OwnPlan visit={visit} />}
      {!visit && risk?.advice?.includes("pairs") && alone && <p class="check-in__alone">{t.checkIn.alone}</p>}
      {risk?.advice?.includes("office_only") && <p class="check-in__alone">{t.checkIn.officeOnly}</p>}
      <Companions
        colleagues={colleagues.filter((one) => one.id !== form.workerId)}
        chosen={form.companions}
        onChosen={form.setCompanions}
      />
      {!visit && !desk && (
        <ChooseOne
          legend={t.checkIn.when}
          chips={[
            { value: "now", text: t.checkIn.now },
            { value: "later", text: t.checkIn.later },
          ]}
          value={form.later ? "later" : "now"}
          onValue={(value) => form.setLater(value === "later")}
        />
      )}
      {form.later && (
        <div class="fields fields--two">
          <TextField label={t.checkIn.day} type="date" value={form.day} onValue={form.setDay} />
          <TextField
            label={t.checkIn.startTime}
            type="time"
            value={form.startTime}
            onValue={form.setStartTime}
            error={form.past ? t.checkIn.past : form.missing && !form.start ? t.address.errors.needed : undefined}
          />
        </div>
      )}
      <Until length={form.length} start={form.start ?? form.now} onLength={form.setLength} />
      {!visit && protocol?.asksOccasion && (
        <ChooseOne
          legend={t.beforehand.occasion}
          chips={Object.entries(t.beforehand.occasions).map(([value, text]) => ({ value, text }))}
          value={form.occasion}
          onValue={form.setOccasion}
        />
      )}
      {!visit && protocol?.agreedCallMinutes && (
        <ChooseOne
          legend={t.beforehand.agreedCall}
          chips={[
            { value: "none", text: t.beforehand.noCall },
            ...agreeable(protocol.agreedCallMinutes).map((minutes) => ({
              value: String(minutes),
              text: t.checkIn.minutes(minutes),
            })),
          ]}
          value={form.callAfter}
          onValue={form.setCallAfter}
        />
      )}
      {!visit && me.teams.length > 1 && (
        <ChooseOne
          legend={t.checkIn.team}
          chips={me.teams.map((team) => ({ value: team.id, text: team.name }))}
          value={form.teamId}
          onValue={form.setTeamId}
        />
      )}
      {!visit && (
        <div class="fields">
          <TextField
            label={t.checkIn.client(protocol?.resident)}
            value={form.clientName}
            onValue={form.setClientName}
          />
          <TextField label={t.checkIn.purpose} value={form.purpose} onValue={form.setPurpose} />
          {form.later && <ClientFields form={form} />}
        </div>
      )}
    </Screen>
  );
}
