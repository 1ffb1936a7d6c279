// Who watches: the board, the alarms, what is planned.
import "../../parts/more-drawings";

export { DeskWatch } from "../../desk/DeskBar";
export { firstBoard } from "../../desk/first-board";
export { AlarmPage } from "../../screens/alarm/AlarmPage";
export { BoardScreen } from "../../screens/board/BoardScreen";
export { HandOverScreen } from "../../screens/hand-over/HandOverScreen";
export { PlanningScreen } from "../../screens/planning/PlanningScreen";
export { OfAnother } from "../../screens/visit/OfAnother";
export { WhereaboutsScreen } from "../../screens/whereabouts/WhereaboutsScreen";
