// The places one can go to, and for whom they are. The server decides what may be done there.
import type { Me, ProtocolFunction, Role } from "../api/types";
import type { IconName } from "../parts/Icon";
import { hasRole } from "../session/session";
import { t } from "../texts";

export interface Place {
  path: string;
  name: string;
  icon: IconName;
}

/** functions: whoever holds one of these has the place too, whatever their role; only: whoever the server says so of. */
interface DeskPlace {
  path: string;
  name: () => string;
  icon: IconName;
  roles: Role[];
  functions?: ProtocolFunction[];
  only?: (me: Me) => boolean;
}

const DESK: DeskPlace[] = [
  { path: "/board", name: () => t.places.board, icon: "board", roles: ["colleague", "manager"] },
  { path: "/planning", name: () => t.places.planning, icon: "today", roles: ["colleague", "manager"] },
  { path: "/incidents", name: () => t.places.incidents, icon: "report", roles: ["manager", "registrar"] },
  {
    path: "/bans",
    name: () => t.places.bans,
    icon: "people",
    roles: ["reception", "manager", "registrar"],
    functions: ["reception", "security", "management"],
  },
  { path: "/measures", name: () => t.places.measures, icon: "shield", roles: ["manager", "registrar", "board"] },
  { path: "/people", name: () => t.places.people, icon: "people", roles: ["administrator"] },
  { path: "/roster", name: () => t.places.roster, icon: "roster", roles: ["colleague", "manager", "administrator"] },
  { path: "/risk-addresses", name: () => t.places.riskAddresses, icon: "mark", roles: ["manager", "registrar"] },
  {
    path: "/tasks",
    name: () => t.places.tasks,
    icon: "tasks",
    roles: ["colleague", "manager", "registrar", "hr", "reception", "board", "administrator"],
    // Their role gives them no task, but a function that they hold does.
    only: (me) => hasRole(me, "privacy_officer") && me.functions.length > 0,
  },
  { path: "/letters", name: () => t.places.letters, icon: "letter", roles: ["manager", "registrar"] },
  {
    path: "/third-party-acts",
    name: () => t.places.thirdPartyActs,
    icon: "report",
    roles: [],
    only: (me) => me.readsThirdPartyActs,
  },
  { path: "/figures", name: () => t.places.figures, icon: "figures", roles: ["manager", "registrar", "board"] },
  {
    path: "/past",
    name: () => t.places.past,
    icon: "past",
    roles: ["colleague", "manager", "registrar", "administrator"],
  },
  {
    path: "/protocol",
    name: () => t.places.protocol,
    icon: "cards",
    roles: ["colleague", "manager", "registrar", "hr", "board", "administrator"],
  },
  { path: "/functions", name: () => t.places.functions, icon: "people", roles: ["administrator"] },
  { path: "/looks", name: () => t.places.looks, icon: "eye", roles: ["registrar", "privacy_officer"] },
  {
    path: "/audit",
    name: () => t.places.audit,
    icon: "report",
    roles: ["registrar", "privacy_officer", "administrator"],
  },
  { path: "/letter-templates", name: () => t.places.letterTemplates, icon: "report", roles: ["administrator"] },
  { path: "/drills", name: () => t.places.drills, icon: "check", roles: ["manager", "registrar", "administrator"] },
];

export const deskPlaces = (me: Me): Place[] =>
  DESK.filter(
    ({ roles, functions = [], only }) =>
      hasRole(me, ...roles) || functions.some((one) => me.functions.includes(one)) || only?.(me),
  ).map(({ path, name, icon }) => ({ path, name: name(), icon }));

/** On a phone four places fit beside "Ik", which names the rest. */
const AT_THE_THUMB = 4;

/** The first ones, and always the tasks: what somebody is asked to do is not looked for. */
export function thumbPlaces(me: Me): Place[] {
  const places = deskPlaces(me);
  const first = places.slice(0, AT_THE_THUMB);
  const tasks = places.find((place) => place.path === "/tasks");
  return !tasks || first.includes(tasks) ? first : [...first.slice(0, AT_THE_THUMB - 1), tasks];
}

/** Who may propose a risk address and does not read the register, where the others propose it. */
export const onlyProposes = (me: Me): boolean =>
  hasRole(me, "worker", "colleague") && !hasRole(me, "manager", "registrar");

/** Who may file a report and has no place at hand that leads to it. */
export const onlyReports = (me: Me): boolean =>
  hasRole(me, "colleague", "hr", "reception") && !hasRole(me, "worker", "manager", "registrar");

/** Who may file a report for somebody else. */
export const filesForOthers = (me: Me): boolean => hasRole(me, "colleague", "manager", "registrar");

export const isWorker = (me: Me): boolean => hasRole(me, "worker");

/** Where somebody begins: on the doorstep, or at the desk. */
export const home = (me: Me): string => (isWorker(me) ? "/" : (deskPlaces(me)[0]?.path ?? "/me"));
