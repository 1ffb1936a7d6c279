import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { AlarmPage } from "../screens/alarm/AlarmPage";
import { AfterwardsScreen } from "../screens/afterwards/AfterwardsScreen";
import { AuditScreen } from "../screens/audit/AuditScreen";
import { BansScreen } from "../screens/bans/BansScreen";
import { BoardScreen } from "../screens/board/BoardScreen";
import { CardsScreen } from "../screens/cards/CardsScreen";
import { CasePage } from "../screens/case/CasePage";
import { CheckInScreen, PlanForScreen } from "../screens/check-in/CheckInScreen";
import { DrillPage } from "../screens/drills/DrillPage";
import { DrillsScreen } from "../screens/drills/DrillsScreen";
import { FormScreen } from "../screens/incident-form/FormScreen";
import { FiguresScreen } from "../screens/figures/FiguresScreen";
import { FunctionsScreen } from "../screens/functions/FunctionsScreen";
import { HandOverScreen } from "../screens/hand-over/HandOverScreen";
import { IncidentScreen } from "../screens/incident/IncidentScreen";
import { IncidentsScreen } from "../screens/incidents/IncidentsScreen";
import { MeScreen } from "../screens/me/MeScreen";
import { LetterTemplatesScreen } from "../screens/letter-templates/LetterTemplatesScreen";
import { MeasuresScreen } from "../screens/measures/MeasuresScreen";
import { NotFoundScreen } from "../screens/not-found/NotFoundScreen";
import { PanicScreen } from "../screens/panic/PanicScreen";
import { PeopleScreen } from "../screens/people/PeopleScreen";
import { PlanningScreen } from "../screens/planning/PlanningScreen";
import { ProposeScreen } from "../screens/risk-addresses/ProposeScreen";
import { RiskAddressesScreen } from "../screens/risk-addresses/RiskAddressesScreen";
import { RosterScreen } from "../screens/roster/RosterScreen";
import { SignInScreen } from "../screens/sign-in/SignInScreen";
import { SimulatorScreen } from "../screens/simulator/SimulatorScreen";
import { TasksScreen } from "../screens/tasks/TasksScreen";
import { TodayScreen } from "../screens/today/TodayScreen";
import { VisitScreen } from "../screens/visit/VisitScreen";
import { WhereaboutsScreen } from "../screens/whereabouts/WhereaboutsScreen";
import { panic } from "../panic/panic";
import { session } from "../session/session";
import { SessionContext } from "../session/context";
import { ErrorBoundary } from "./ErrorBoundary";
import { home } from "./places";
import { Shell } from "./Shell";
import { Starting } from "./Starting";
import { isSimulator, newVersion } from "./start";
import { useStore } from "./store";

export function App() {
  if (isSimulator()) return <SimulatorScreen />;
  return (
    <ErrorBoundary>
      <LocationProvider>
        <Inside />
      </LocationProvider>
    </ErrorBoundary>
  );
}

function Inside() {
  const now = useStore(session);
  const alarm = useStore(panic);
  const { path, route } = useLocation();

  useEffect(() => {
    // An alarm of my own that is still open comes first, also after a reload.
    if (alarm && !alarm.hidden && path !== "/panic") route("/panic");
  }, [alarm?.alarmId]);
  useEffect(() => {
    if (newVersion.get()) location.reload();
  }, [path]);
  useEffect(() => {
    if (now.state === "signed-in" && path === "/" && home(now.me) !== "/") route(home(now.me), true);
  }, [now.state, path]);

  if (alarm && path === "/panic" && now.state !== "signed-in") return <PanicScreen />;
  if (now.state === "unknown") return <Starting />;
  // On the way to the desk: the worker's day would only flash by.
  if (now.state === "signed-in" && path === "/" && home(now.me) !== "/") return null;
  if (now.state === "signed-out") {
    return (
      <SignInScreen
        expired={now.expired}
        unheard={now.unheard ?? false}
        onlyAlarms={now.onlyAlarms ?? false}
        watched={now.watched ?? false}
        visited={now.visited ?? true}
      />
    );
  }
  return (
    <SessionContext.Provider value={now}>
      <Shell>
        <ErrorBoundary>
          <Router>
            <Route path="/" component={TodayScreen} />
            <Route path="/visits/new" component={CheckInScreen} />
            <Route path="/visits/:id/check-in" component={CheckInScreen} />
            <Route path="/visits/:id/afterwards" component={AfterwardsScreen} />
            <Route path="/visits/:id" component={VisitScreen} />
            <Route path="/panic" component={PanicScreen} />
            <Route path="/cards" component={CardsScreen} />
            <Route path="/incidents/new" component={IncidentScreen} />
            <Route path="/incidents/:id/form" component={FormScreen} />
            <Route path="/incidents/:id" component={CasePage} />
            <Route path="/incidents" component={IncidentsScreen} />
            <Route path="/tasks" component={TasksScreen} />
            <Route path="/me" component={MeScreen} />
            <Route path="/board" component={BoardScreen} />
            <Route path="/planning" component={PlanningScreen} />
            <Route path="/planning/new" component={PlanForScreen} />
            <Route path="/whereabouts" component={WhereaboutsScreen} />
            <Route path="/alarms/:id/hand-over" component={HandOverScreen} />
            <Route path="/alarms/:id" component={AlarmPage} />
            <Route path="/risk-addresses/propose" component={ProposeScreen} />
            <Route path="/risk-addresses" component={RiskAddressesScreen} />
            <Route path="/drills/:id" component={DrillPage} />
            <Route path="/drills" component={DrillsScreen} />
            <Route path="/measures" component={MeasuresScreen} />
            <Route path="/bans" component={BansScreen} />
            <Route path="/people" component={PeopleScreen} />
            <Route path="/functions" component={FunctionsScreen} />
            <Route path="/letter-templates" component={LetterTemplatesScreen} />
            <Route path="/figures" component={FiguresScreen} />
            <Route path="/audit" component={AuditScreen} />
            <Route path="/roster" component={RosterScreen} />
            <Route default component={NotFoundScreen} />
          </Router>
        </ErrorBoundary>
      </Shell>
    </SessionContext.Provider>
  );
}
