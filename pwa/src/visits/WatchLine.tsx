import { useLocation } from "preact-iso";
import { useSeconds } from "../app/poll";
import type { Visit } from "../api/types";
import { StateLine } from "../parts/Notice";
import { t } from "../texts";
import { stateOfVisit, type State } from "./state";
import { useFacts, useWatchState } from "./useWatchState";

/** The one sentence that matters most, with the way to what it is about. */
export function WatchLine() {
  return <Line state={useWatchState()} />;
}

/** The same, of one visit. */
export function VisitWatchLine({ visit }: { visit: Visit }) {
  return <Line state={stateOfVisit(visit, useFacts())} />;
}

function Line({ state }: { state: State }) {
  const { path } = useLocation();
  useSeconds();
  const away = state.href !== null && state.href !== path && state.tone !== "watched";
  return (
    <StateLine
      tone={state.tone}
      href={away ? state.href : null}
      to={state.href === "/panic" ? t.state.toAlarm : t.state.toThere}
    >
      {state.text}
    </StateLine>
  );
}

/** On every other screen of a worker: only what can't wait. */
export function WatchStrip() {
  const { path } = useLocation();
  const state = useWatchState();
  const said = path === "/" || path === "/panic" || path === state.href || path.startsWith("/visits/");
  if (said || (state.tone !== "alarm" && state.tone !== "late")) return null;
  return (
    <div class="state-strip">
      <Line state={state} />
    </div>
  );
}
