import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { NotFoundScreen } from "../screens/not-found/NotFoundScreen";
import { PanicScreen } from "../screens/panic/PanicScreen";
import { SignInScreen } from "../screens/sign-in/SignInScreen";
import { TodayScreen } from "../screens/today/TodayScreen";
import { VisitScreen } from "../screens/visit/VisitScreen";
import { panic } from "../panic/panic";
import { session } from "../session/session";
import { SessionContext } from "../session/context";
import { comesFromDemo, isBeside } from "./demonstration";
import { ErrorBoundary } from "./ErrorBoundary";
import { home } from "./places";
import {
  AfterwardsScreen,
  AlarmPage,
  AuditScreen,
  Beside,
  BansScreen,
  BoardScreen,
  CardsScreen,
  CasePage,
  CheckInScreen,
  DoorScreen,
  DrillPage,
  DrillsScreen,
  ProtocolScreen,
  FiguresScreen,
  FormScreen,
  FunctionsScreen,
  HandOverScreen,
  IncidentScreen,
  IncidentsScreen,
  LettersScreen,
  LetterTemplatesScreen,
  LooksAtMeScreen,
  LooksScreen,
  MeScreen,
  MeasuresScreen,
  MyReportsScreen,
  PastScreen,
  PeopleScreen,
  PlanForScreen,
  PlanningScreen,
  ProposeScreen,
  RiskAddressesScreen,
  RosterScreen,
  SignOnScreen,
  StandingScreen,
  SimulatorScreen,
  TaskReportScreen,
  TasksScreen,
  ThirdPartyActsScreen,
  WhereaboutsScreen,
  bring,
} from "./rooms";
import { spoken } from "../texts/spoken";
import { Shell } from "./Shell";
import { Starting } from "./Starting";
import { isSimulator } from "./start";
import { useStore } from "./store";
import { isBusy, newVersion } from "./update";

export function App() {
  // Drawn anew in another language: a text is read when it is shown.
  const language = useStore(spoken);
  const [beside, setBeside] = useState(comesFromDemo);
  useEffect(() => setBeside(isBeside()), []);
  if (isSimulator()) return <SimulatorScreen key={language} />;
  return (
    <ErrorBoundary key={language}>
      <LocationProvider>
        <Inside />
      </LocationProvider>
      {beside && <Beside />}
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
    if (newVersion.get() && !isBusy()) location.reload();
  }, [path]);
  useEffect(() => {
    if (now.state === "signed-in" && path === "/" && home(now.me) !== "/") route(home(now.me), true);
  }, [now.state, path]);

  const mine = now.state === "signed-in" ? now.me : null;
  useEffect(() => {
    if (mine) bring(mine);
  }, [mine?.id]);

  if (alarm && path === "/panic" && now.state !== "signed-in") return <PanicScreen />;
  if (
    ["/welcome", "/step", "/sign-on"].includes(path) ||
    (["/forgotten", "/passkey"].includes(path) && now.state === "signed-out")
  )
    return <DoorScreen />;
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
      <Shell key={now.me.id}>
        <ErrorBoundary>
          <Router>
            <Route path="/" component={TodayScreen} />
            <Route path="/visits/new" component={CheckInScreen} />
            <Route path="/visits/:id/check-in" component={CheckInScreen} />
            <Route path="/visits/:id/afterwards" component={AfterwardsScreen} />
            <Route path="/visits/:id" component={VisitScreen} />
            <Route path="/panic" component={PanicScreen} />
            <Route path="/cards" component={CardsScreen} />
            <Route path="/incidents/mine" component={MyReportsScreen} />
            <Route path="/incidents/new" component={IncidentScreen} />
            <Route path="/incidents/:id/form" component={FormScreen} />
            <Route path="/incidents/:id" component={CasePage} />
            <Route path="/incidents" component={IncidentsScreen} />
            <Route path="/tasks/:id" component={TaskReportScreen} />
            <Route path="/tasks" component={TasksScreen} />
            <Route path="/me/looks" component={LooksAtMeScreen} />
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
            <Route path="/protocol" component={ProtocolScreen} />
            <Route path="/drills" component={DrillsScreen} />
            <Route path="/measures" component={MeasuresScreen} />
            <Route path="/bans" component={BansScreen} />
            <Route path="/past" component={PastScreen} />
            <Route path="/people" component={PeopleScreen} />
            <Route path="/people/sign-on" component={SignOnScreen} />
            <Route path="/standing" component={StandingScreen} />
            <Route path="/functions" component={FunctionsScreen} />
            <Route path="/letter-templates" component={LetterTemplatesScreen} />
            <Route path="/figures" component={FiguresScreen} />
            <Route path="/letters" component={LettersScreen} />
            <Route path="/third-party-acts" component={ThirdPartyActsScreen} />
            <Route path="/looks" component={LooksScreen} />
            <Route path="/audit" component={AuditScreen} />
            <Route path="/roster" component={RosterScreen} />
            <Route default component={NotFoundScreen} />
          </Router>
        </ErrorBoundary>
      </Shell>
    </SessionContext.Provider>
  );
}
