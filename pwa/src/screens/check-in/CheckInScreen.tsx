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
import { useProfile, useSession } from "../../session/context";
import { t } from "../../texts";
import { timeOrDay } from "../../time/format";
import { Beforehand } from "../../visits/Beforehand";
import { SayTrouble, TroubleFields } from "../../visits/Trouble";
import type { TroubleForm } from "../../visits/trouble-form";
import { RiskWords } from "../../visits/RiskWords";
import { usePress } from "../../visits/usePress";
import { WatchMoves } from "../../visits/WatchMoves";
import { isStale } from "../../visits/useWatchState";
import { mineUnderWay, visits } from "../../visits/visits";
import { countryOf } from "../../addresses/address";
import { AddressFields } from "../../addresses/AddressFields";
import { Companions } from "../../visits/Companions";
import { Agreed } from "./Agreed";
import { ClientFields } from "./ClientFields";
import { ForWhom } from "../../visits/ForWhom";
import { OwnPlan } from "./OwnPlan";
import { Reminders } from "../../visits/Reminders";
import { Preparation } from "./Preparation";
import { Observing } from "../../visits/Observing";
import { atADoor } from "./form";
import { BeforeYouGo } from "../../phone/BeforeYouGo";
import { StillThere } from "./StillThere";
import { Until } from "./Until";
import { useCheckIn } from "./useCheckIn";
import { WhereTo } from "./WhereTo";

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
  const { colleagues, me } = useSession();
  const checkIn = useCheckIn(visit, again, desk);
  const { form, change, errors, said } = checkIn;
  const protocol = useProfile(visit?.team.id ?? form.teamId);
  useSeconds(true, 10_000);
  const risk =
    visit?.risk.checked || visit?.risk.noAddress
      ? visit.risk
      : checkIn.risk.state === "told"
        ? checkIn.risk.risk
        : null;
  const alone = checkIn.companions.length === 0;
  const trouble = (part: Partial<TroubleForm>) => change((now) => ({ trouble: { ...now.trouble, ...part } }));

  const held = useStore(visits);
  const first = mineUnderWay(held.all, me.id).find((one) => one.id !== visit?.id);
  const [asksFirst, setAsksFirst] = useState(false);
  // What was heard long ago may be decided by now: then the server says so, and nobody at a door is held up by a phone.
  const undecided = visit?.beforehand.fraud?.state === "asked" && !isStale(held);
  const there = usePress(first?.id ?? "", () => checkIn.send());
  const send = () => {
    if (first && checkIn.whole && !form.later && !desk) setAsksFirst(true);
    else checkIn.send();
  };

  return (
    <Screen
      title={form.later ? t.checkIn.planTitle : t.checkIn.title}
      back={desk ? "/planning" : "/"}
      foot={
        <>
          {checkIn.end && <p class="check-in__brief">{t.checkIn.untilBrief(timeOrDay(checkIn.end, checkIn.now))}</p>}
          {undecided && <p class="soft">{t.fraud.asked}</p>}
          <Button wide size="large" onPress={send} busy={checkIn.busy !== null} disabled={undecided}>
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
            checkIn.send();
          }}
          onClose={() => setAsksFirst(false)}
        />
      )}
      {there.pinPad}
      {!desk && <BeforeYouGo />}
      {checkIn.missing && <Notice tone="soon" title={t.checkIn.missing} announce="now" />}
      {checkIn.problem && <Notice tone="soon" title={checkIn.problem} announce="now" />}
      {desk && (
        <ForWhom
          teamId={form.teamId}
          workerId={form.workerId}
          error={said("workerId")}
          onWorker={(workerId) => change({ workerId })}
        />
      )}
      {!visit && (protocol?.visitKinds ?? []).length > 1 && (
        <ChooseOne
          legend={t.kinds.what}
          chips={(protocol?.visitKinds ?? []).map((value) => ({ value, text: t.kinds.names[value] }))}
          value={form.kind}
          onValue={(kind) => change((now) => ({ kind, address: atADoor(kind, now.address, countryOf(me)) }))}
          flow
        />
      )}
      {visit ? (
        <WhereTo visit={visit} />
      ) : (
        <>
          {checkIn.toTypeIn && <Notice title={t.proposals.typeIn(checkIn.toTypeIn)} />}
          {/* So that "Ga" on the phone's keyboard does what the main button does. */}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            <AddressFields
              form={form.address}
              errors={errors.address ?? {}}
              refused={(name) => said(`address/${name}`)}
              withTown
              withoutNumber={form.kind !== "home_visit"}
              onForm={(make) => change((now) => ({ address: make(now.address) }))}
            />
            <button type="submit" hidden tabIndex={-1} />
          </form>
        </>
      )}
      {checkIn.risk.state === "asking" && !risk && (
        <p class="soft" role="status">
          {t.risk.asking}
        </p>
      )}
      {risk && <RiskWords risk={risk} />}
      {visit && <Beforehand visit={visit} />}
      {visit && !visit.expectsTrouble && (
        <SayTrouble visit={visit} form={form.trouble} error={said("trouble/why")} onForm={trouble}>
          {t.trouble.sayNow}
        </SayTrouble>
      )}
      {!visit && (
        <TroubleFields form={form.trouble} teamId={form.teamId} error={said("trouble/why")} onForm={trouble} />
      )}
      {visit && <Preparation visit={visit} />}
      {!visit && !desk && <Reminders teamId={form.teamId} />}
      {visit && visit.worker.id === me.id && <OwnPlan visit={visit} />}
      {!visit && risk?.advice?.includes("pairs") && alone && <p class="check-in__alone">{t.checkIn.alone}</p>}
      {risk?.advice?.includes("office_only") && <p class="check-in__alone">{t.checkIn.officeOnly}</p>}
      <Companions
        colleagues={colleagues.filter((one) => one.id !== form.workerId)}
        chosen={checkIn.companions}
        onChosen={checkIn.choose}
      />
      {!form.later && !desk && <WatchMoves visit={visit} teamId={form.teamId} along={checkIn.companions} />}
      {!visit && !desk && (
        <ChooseOne
          legend={t.checkIn.when}
          chips={[
            { value: "now", text: t.checkIn.now },
            { value: "later", text: t.checkIn.later },
          ]}
          value={form.later ? "later" : "now"}
          onValue={(value) => change({ later: value === "later" })}
        />
      )}
      {form.later && (
        <div class="fields">
          <TextField label={t.checkIn.day} type="date" value={form.day} onValue={(day) => change({ day })} />
          <TextField
            label={t.checkIn.startTime}
            type="time"
            value={form.startTime}
            onValue={(startTime) => change({ startTime })}
            error={said("startTime")}
          />
        </div>
      )}
      <Until
        profile={protocol}
        length={form.length}
        error={said("length")}
        start={checkIn.start ?? checkIn.now}
        onLength={(length) => change({ length })}
      />
      {!visit && protocol?.backAfterMinutes != null && (
        <TextField
          label={t.wayBack.question}
          type="time"
          value={form.backTime}
          error={said("backTime")}
          onValue={(backTime) => change({ backTime })}
        />
      )}
      {(visit?.kind ?? form.kind) === "observation" && <Observing lines={protocol?.observing ?? []} />}
      {!visit && <Agreed form={form} profile={protocol} change={change} />}
      {!visit && me.teams.length > 1 && (
        <ChooseOne
          legend={t.checkIn.team}
          chips={me.teams.map((team) => ({ value: team.id, text: team.name }))}
          value={form.teamId}
          onValue={(teamId) =>
            change((now) => ({
              teamId,
              kind: "home_visit",
              address: atADoor("home_visit", now.address, countryOf(me)),
            }))
          }
        />
      )}
      {!visit && (
        <div class="fields">
          <TextField
            label={t.checkIn.client(protocol?.resident)}
            value={form.clientName}
            error={said("clientName")}
            onValue={(clientName) => change({ clientName })}
          />
          <TextField
            label={t.checkIn.purpose}
            value={form.purpose}
            error={said("purpose")}
            onValue={(purpose) => change({ purpose })}
          />
          {form.later && <ClientFields form={form} said={said} change={change} />}
        </div>
      )}
    </Screen>
  );
}
