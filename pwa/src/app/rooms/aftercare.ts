// After an incident: the reports, what is done about them, and what they add up to.
export { BansScreen } from "../../screens/bans/BansScreen";
export { CasePage } from "../../screens/case/CasePage";
export { FiguresScreen } from "../../screens/figures/FiguresScreen";
export { IncidentsScreen } from "../../screens/incidents/IncidentsScreen";
export { LettersScreen } from "../../screens/letters/LettersScreen";
export { LetterTemplatesScreen } from "../../screens/letter-templates/LetterTemplatesScreen";
export { MeasuresScreen } from "../../screens/measures/MeasuresScreen";
export { TaskReportScreen } from "../../screens/tasks/TaskReportScreen";
export { TasksScreen } from "../../screens/tasks/TasksScreen";
export { ThirdPartyActsScreen } from "../../screens/third-party-acts/ThirdPartyActsScreen";
