// What comes after the start, for whom, and when.
import type { ComponentType } from "preact";
import type { Me } from "../api/types";
import type { Props as RefusedStartProps } from "../screens/visit/RefusedStart";
import { hasRole } from "../session/session";
import { t } from "../texts";
import { whenDrawn, whenIdle } from "../time/idle";
import { Pending } from "../visits/Pending";
import { firstVisits } from "../visits/visits";
import { later, laterPart, room, type Room } from "./later";
import { memo } from "./memo";
import { isWorker } from "./places";

const worker = room(() => import("./rooms/worker"));
const desk = room(() => import("./rooms/desk"));
const aftercare = room(() => import("./rooms/aftercare"));
const keeping = room(() => import("./rooms/keeping"));
const door = room(() => import("./rooms/door"));
const phones = room(() => import("./rooms/phones"));

/** For what only stands beside the visits: they come first. A screen that somebody opens waits for nothing. */
const besideVisits: typeof worker = {
  there: worker.there,
  fetch: () => firstVisits().then(whenDrawn).then(worker.fetch),
};

/** Today draws itself each second; these only when something in them changed. */
const onToday = (pick: (it: Awaited<ReturnType<typeof worker.fetch>>) => ComponentType) =>
  memo(laterPart(besideVisits, pick));

export const AfterwardsScreen = later(worker, (it) => it.AfterwardsScreen);
export const BeforeYouGo = onToday((it) => it.BeforeYouGo);
export const CardsScreen = later(worker, (it) => it.CardsScreen);
export const CheckInScreen = later(worker, (it) => it.CheckInScreen);
export const DoorScreen = later(door, (it) => it.DoorScreen);
export const FormScreen = later(worker, (it) => it.FormScreen);
export const IncidentScreen = later(worker, (it) => it.IncidentScreen);
export const MeScreen = later(worker, (it) => it.MeScreen);
export const LooksAtMeScreen = later(worker, (it) => it.LooksAtMeScreen);
export const MyReportsScreen = later(worker, (it) => it.MyReportsScreen);
export const PlanForScreen = later(worker, (it) => it.PlanForScreen);
export const ProposeScreen = later(worker, (it) => it.ProposeScreen);
export const KeepAwake = laterPart(worker, (it) => it.KeepAwake);
export const MoreTime = laterPart(worker, (it) => it.MoreTime);
export const MyTasks = onToday((it) => it.MyTasks);
export const PlannedForMe = onToday((it) => it.PlannedForMe);
export const PushLost = laterPart(besideVisits, (it) => it.PushLost);
/** Until it is there, that it was refused, and why. */
const Refused = ({ visit, action }: RefusedStartProps) => <Pending actions={[action]} visit={visit} />;
export const RefusedStart = laterPart(worker, (it) => it.RefusedStart, { coming: Refused, failed: Refused });
export const RanOut = laterPart(besideVisits, (it) => it.RanOut);
export const UnsentReports = onToday((it) => it.UnsentReports);

/** What a desk hears alarms by: without it nobody may think that they are heard. */
export const DeskWatch = laterPart(desk, (it) => it.DeskWatch, { coming: () => null, failed: NotHeard });
export const AlarmPage = later(desk, (it) => it.AlarmPage);
export const BoardScreen = later(desk, (it) => it.BoardScreen);
export const HandOverScreen = later(desk, (it) => it.HandOverScreen);
export const OfAnother = later(desk, (it) => it.OfAnother);
export const PlanningScreen = later(desk, (it) => it.PlanningScreen);
export const WhereaboutsScreen = later(desk, (it) => it.WhereaboutsScreen);

export const BansScreen = later(aftercare, (it) => it.BansScreen);
export const CasePage = later(aftercare, (it) => it.CasePage);
export const FiguresScreen = later(aftercare, (it) => it.FiguresScreen);
export const IncidentsScreen = later(aftercare, (it) => it.IncidentsScreen);
export const LettersScreen = later(aftercare, (it) => it.LettersScreen);
export const LetterTemplatesScreen = later(aftercare, (it) => it.LetterTemplatesScreen);
export const MeasuresScreen = later(aftercare, (it) => it.MeasuresScreen);
export const TaskReportScreen = later(aftercare, (it) => it.TaskReportScreen);
export const TasksScreen = later(aftercare, (it) => it.TasksScreen);
export const ThirdPartyActsScreen = later(aftercare, (it) => it.ThirdPartyActsScreen);

export const AuditScreen = later(keeping, (it) => it.AuditScreen);
export const DrillPage = later(keeping, (it) => it.DrillPage);
export const DrillsScreen = later(keeping, (it) => it.DrillsScreen);
export const FunctionsScreen = later(keeping, (it) => it.FunctionsScreen);
export const LooksScreen = later(keeping, (it) => it.LooksScreen);
export const PastScreen = later(keeping, (it) => it.PastScreen);
export const PeopleScreen = later(keeping, (it) => it.PeopleScreen);
export const ProtocolScreen = later(keeping, (it) => it.ProtocolScreen);
export const RiskAddressesScreen = later(keeping, (it) => it.RiskAddressesScreen);
export const RosterScreen = later(keeping, (it) => it.RosterScreen);

export const OtherWay = laterPart(door, (it) => it.OtherWay);
export const StandingScreen = later(keeping, (it) => it.StandingScreen);
export const SignOnScreen = later(keeping, (it) => it.SignOnScreen);

export const SimulatorScreen = later(phones, (it) => it.SimulatorScreen);
export const Beside = laterPart(phones, (it) => it.Beside);
export const Faces = laterPart(phones, (it) => it.Faces);

function NotHeard() {
  return (
    <p class="not-heard" role="alert">
      {t.app.notHeard}
    </p>
  );
}

/** Which rooms this person's screens stand in, what they need first in front. */
export function roomsOf(me: Me): Room<unknown>[] {
  const watches = hasRole(me, "colleague", "manager");
  const atADesk = me.grants.some(({ role }) => role !== "worker");
  return [...(watches ? [desk] : []), worker, ...(isWorker(me) && !atADesk ? [] : [aftercare, keeping])];
}

/** Brings them into this page when it has nothing else to do, one after another: from then on nothing waits for a network.
    Who watches sees the board before what they did not open yet is read. */
export function bring(me: Me): void {
  void firstVisits()
    .then(whenIdle)
    .then(async () => {
      for (const one of roomsOf(me)) {
        await one.fetch().catch(() => undefined);
        await desk.there()?.firstBoard();
        await whenIdle();
      }
    });
}
