// What a worker opens before, after and beside a visit. That itself and the noodknop are in the start.
import "../../parts/more-drawings";
import { followReports } from "../../incidents/after-the-start";
import { keepPushes } from "../../push/push";

export { AfterwardsScreen } from "../../screens/afterwards/AfterwardsScreen";
export { CardsScreen } from "../../screens/cards/CardsScreen";
export { CheckInScreen, PlanForScreen } from "../../screens/check-in/CheckInScreen";
export { FormScreen } from "../../screens/incident-form/FormScreen";
export { IncidentScreen } from "../../screens/incident/IncidentScreen";
export { MeScreen } from "../../screens/me/MeScreen";
export { LooksAtMeScreen } from "../../screens/mine/LooksAtMeScreen";
export { MyReportsScreen } from "../../screens/mine/MyReportsScreen";
export { ProposeScreen } from "../../screens/risk-addresses/ProposeScreen";
export { RefusedStart } from "../../screens/visit/RefusedStart";
export { BeforeYouGo } from "../../phone/BeforeYouGo";
export { KeepAwake } from "../../visits/KeepAwake";
export { MoreTime } from "../../visits/MoreTime";
export { PlannedForMe } from "../../screens/today/PlannedForMe";
export { PushLost } from "../../push/PushCard";
export { RanOut } from "../../sign-ins/RanOut";
export { MyTasks } from "../../tasks/MyTasks";
export { UnsentReports } from "../../incidents/UnsentReports";

followReports();
keepPushes();
