import { Fragment } from "preact";
import { useStore } from "../../app/store";
import { BeforeYouGo, MyTasks, PlannedForMe, UnsentReports } from "../../app/rooms";
import { useSeconds } from "../../app/poll";
import { ButtonLink } from "../../parts/Button";
import { Screen } from "../../parts/Screen";
import { waiting } from "../../queue/queue";
import { Proposals } from "../../proposals/Proposals";
import { useSession } from "../../session/context";
import { profilesOf } from "../../session/profile";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { longDay } from "../../time/format";
import { visits } from "../../visits/visits";
import { WayBack } from "../../visits/WayBack";
import { ClosedByOthers } from "../../visits/ClosedByOthers";
import { Freshness } from "../../visits/Freshness";
import { WatchLine } from "../../visits/WatchLine";
import type { Visit } from "../../api/types";
import { DAYS, whenOf } from "../../visits/days";
import { UnconfirmedCard } from "./UnconfirmedCard";
import { VisitCard } from "./VisitCard";

const A_MINUTE = 60_000;

/** The day: is anybody watching, where do I go, and one press to be watched. */
export function TodayScreen() {
  const { me, protocol } = useSession();
  const first = profilesOf(protocol).find((one) => one.emergencyOnFirstScreen);
  const { all } = useStore(visits);
  const actions = useStore(waiting);
  useSeconds();

  const minute = Math.floor(serverClock.now() / A_MINUTE) * A_MINUTE;
  const shown = all.filter((visit) => visit.state === "planned" || visit.state === "under_way").sort(byTime);
  const days = new Map(shown.map((visit) => [visit, whenOf(visit, serverClock.now())]));
  const known = new Set(shown.map((visit) => visit.id));
  // A check-in on a plan that became a colleague's, or was called off, has no card of a visit to stand on.
  const unconfirmed = actions.filter(
    (action) => (action.kind === "plan" || action.kind === "check-in") && !known.has(action.subject),
  );

  return (
    <Screen
      title={t.today.title}
      aside={<span class="soft">{longDay(serverClock.now())}</span>}
      foot={
        <ButtonLink href="/visits/new" look={shown.length + unconfirmed.length > 0 ? "quiet" : "main"} wide>
          {t.today.newVisit}
        </ButtonLink>
      }
    >
      <WatchLine />
      <Freshness />
      <ClosedByOthers />
      <BeforeYouGo />
      {all
        .filter((visit) => visit.wayBack && visit.worker.id === me.id)
        .map((visit) => (
          <WayBack key={visit.id} visit={visit} onToday />
        ))}
      {first && <EmergencyNumber number={first.emergencyNumber} />}
      <UnsentReports />
      {unconfirmed.map((action) => (
        <UnconfirmedCard key={action.key} action={action} />
      ))}
      {DAYS.map((when) => {
        const ofDay = shown.filter((visit) => days.get(visit) === when);
        return (
          <Fragment key={when}>
            {when !== "today" && ofDay.length > 0 && <h2 class="nl-heading nl-heading--level-2">{t.planning[when]}</h2>}
            {ofDay.map((visit) => (
              <VisitCard key={visit.id} visit={visit} now={minute} />
            ))}
          </Fragment>
        );
      })}
      {shown.length + unconfirmed.length === 0 && <p class="soft">{t.today.empty}</p>}
      <PlannedForMe />
      <MyTasks />
      <Proposals />
    </Screen>
  );
}

/** P1: the number stands on the first screen of the phone. */
function EmergencyNumber({ number }: { number: string }) {
  return (
    <ButtonLink href={`tel:${number}`} look="quiet" icon="phone" wide>
      {t.contact.callEmergency(number)}
    </ButtonLink>
  );
}

function byTime(a: Visit, b: Visit): number {
  const at = (visit: Visit) => Date.parse(visit.startedAt ?? visit.plannedStart ?? visit.expectedEnd);
  return Number(b.state === "under_way") - Number(a.state === "under_way") || at(a) - at(b);
}
