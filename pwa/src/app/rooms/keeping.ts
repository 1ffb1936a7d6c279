// What is kept up: people, functions, the roster, the register, the drills.
export { AuditScreen } from "../../screens/audit/AuditScreen";
export { DrillPage } from "../../screens/drills/DrillPage";
export { DrillsScreen } from "../../screens/drills/DrillsScreen";
export { FunctionsScreen } from "../../screens/functions/FunctionsScreen";
export { LooksScreen } from "../../screens/looks/LooksScreen";
export { PastScreen } from "../../screens/past/PastScreen";
export { PeopleScreen } from "../../screens/people/PeopleScreen";
export { ProtocolScreen } from "../../screens/protocol/ProtocolScreen";
export { RiskAddressesScreen } from "../../screens/risk-addresses/RiskAddressesScreen";
export { RosterScreen } from "../../screens/roster/RosterScreen";
export { StandingScreen } from "../../screens/standing/StandingScreen";
export { SignOnScreen } from "../../screens/sign-on/SignOnScreen";
