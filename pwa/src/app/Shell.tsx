import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { isOpen, panic, refreshPanic } from "../panic/panic";
import { useSession } from "../session/context";
import { askTogether, hasRole } from "../session/session";
import { t } from "../texts";
import { ASK_NUMBERS_EVERY, refreshNumbers } from "../visits/numbers";
import { WatchStrip } from "../visits/WatchLine";
import { isOn, nextVisits, visits } from "../visits/visits";
import { NumberDenied } from "./NumberDenied";
import { BottomBar, Rail } from "./Nav";
import { isWorker } from "./places";
import { usePoll } from "./poll";
import { DeskWatch, PushLost, RanOut } from "./rooms";
import { useStore } from "./store";
import { whenIdle } from "../time/idle";

const CALM = 5_000;
const ALARM = 2_000;

/** What stands around every screen: where one can go, and what is always true. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { me } = useSession();
  const { path } = useLocation();
  const calls = isOpen(useStore(panic));
  const { all } = useStore(visits);
  const worker = isWorker(me);
  const desk = hasRole(me, "colleague", "manager");

  const alarmed = calls || all.some((visit) => visit.alarm !== null);
  // A desk may come along on a visit of somebody else.
  usePoll(() => Promise.all([nextVisits(), refreshPanic()]), alarmed ? ALARM : CALM, worker || desk);
  usePoll(() => whenIdle().then(refreshNumbers), ASK_NUMBERS_EVERY, worker);
  // Roles, numbers and the protocol change rarely, but they do: once an hour, and when somebody comes back to the page.
  usePoll(askTogether, 3_600_000);

  useEffect(() => {
    document.getElementById("main")?.scrollTo(0, 0);
  }, [path]);

  // Whoever is at a resident's door reads and hears nothing of somebody else's alarm.
  const outside = all.some((visit) => isOn(visit, me.id)) || calls;

  const red = path === "/panic" && calls;
  return (
    <div class={`shell${red ? " shell--bare" : ""}`}>
      <a class="nl-skip-link nl-skip-link--visible-on-focus" href="#main">
        {t.app.skip}
      </a>
      <SimulatorBanner on={me.delivery === "simulator"} />
      {!red && <Rail />}
      <main id="main" class="shell__main" tabIndex={-1}>
        {worker && !red && <WatchStrip />}
        {desk && <DeskWatch quiet={outside} hidden={red} />}
        {!red && <NumberDenied />}
        {!red && <PushLost />}
        {children}
        <RanOut />
      </main>
      {!red && <BottomBar />}
    </div>
  );
}

/** With the simulator nothing leaves this machine: nobody may think otherwise, on any screen. */
export function SimulatorBanner({ on }: { on: boolean }) {
  return on ? (
    <header class="simulator-banner">
      <strong>{t.app.simulator}</strong> <a href="/simulator">{t.app.simulatorPhones}</a>
    </header>
  ) : null;
}
