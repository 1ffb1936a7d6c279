// What somebody looks at on the board: whom they search, which team, in which order. Pure, but for what a tab keeps.
import type { Board, BoardVisit } from "../../api/types";
import { holds } from "../../desk/sought";
import { t } from "../../texts/later";

export const ALL = "all";
export const SHOWS = [ALL, "now", "checkCalls", "underWay", "planned", "goingHome"] as const;
export const ORDERS = ["urgency", "until", "name", "team"] as const;
export type Shows = (typeof SHOWS)[number];
export type Order = (typeof ORDERS)[number];

export interface View {
  search: string;
  team: string;
  shows: Shows;
  order: Order;
  /** Whether all alarms stand there, or the gravest with the number of the others. */
  unfolded: boolean;
}

export const EVERYTHING: View = { search: "", team: ALL, shows: ALL, order: "urgency", unfolded: false };

/** Whether it leaves anything out. */
export const leavesOut = (view: View): boolean => view.search.trim() !== "" || view.team !== ALL || view.shows !== ALL;

/** Somebody has to act: call, or look at the alarm. */
export const asksForAction = (visit: BoardVisit): boolean =>
  visit.state === "under_way" &&
  (visit.alarm !== null || visit.checkCall === "asked" || visit.next?.kind === "check_call_unanswered");

/** A check call is asked of them now, or still to come. */
const isCalled = (visit: BoardVisit): boolean =>
  visit.state === "under_way" && (asksForAction(visit) || visit.checkCall === "planned");

export const matches = (visit: BoardVisit, search: string): boolean =>
  holds([visit.worker.name, ...visit.companions.map(({ name }) => name), visit.address, visit.team.name], search);

/** The call that comes first on top; one of which the moment is not known yet, since something else comes before, last. */
const inOrderOfTheirCall = (visits: BoardVisit[]): BoardVisit[] => {
  const due = ({ next }: BoardVisit) => (next?.kind === "check_call" ? Date.parse(next.dueAt) : Number.MAX_VALUE);
  const [now, later] = [visits.filter(asksForAction), visits.filter((visit) => !asksForAction(visit))];
  return [...now, ...later.sort((one, other) => due(one) - due(other))];
};

type Key = (visit: BoardVisit) => string | number;
const KEYS: Record<Exclude<Order, "urgency">, Key> = {
  until: (visit) => Date.parse(visit.expectedEnd),
  name: (visit) => visit.worker.name,
  team: (visit) => visit.team.name,
};

/** In this order; but where somebody has to act always comes first, as the server put it. */
export function inOrder(visits: BoardVisit[], order: Order): BoardVisit[] {
  if (order === "urgency") return visits;
  const key = KEYS[order];
  const compare = (a: BoardVisit, b: BoardVisit): number => {
    const [one, other] = [key(a), key(b)];
    return typeof one === "number" && typeof other === "number"
      ? one - other
      : String(one).localeCompare(String(other), t.locale);
  };
  const [now, later] = [visits.filter(asksForAction), visits.filter((visit) => !asksForAction(visit))];
  return [...now, ...later.sort(compare)];
}

export interface Looked {
  visits: BoardVisit[];
  planned: BoardVisit[];
  goingHome: BoardVisit[];
  /** How many are left out where somebody has to act: that is never left out without a word. */
  unseen: number;
}

/** What of the board this view shows. Alarms are not asked: they always show. */
export function look(board: Pick<Board, "visits" | "planned" | "goingHome">, view: View): Looked {
  const wanted = (visit: BoardVisit) =>
    (view.team === ALL || visit.team.id === view.team) && matches(visit, view.search);
  const shown = (list: BoardVisit[], ...when: Shows[]): BoardVisit[] =>
    when.includes(view.shows) || view.shows === ALL ? inOrder(list.filter(wanted), view.order) : [];
  const visits = shown(board.visits, "underWay");
  if (view.shows === "now") visits.push(...board.visits.filter(asksForAction).filter(wanted));
  if (view.shows === "checkCalls") visits.push(...inOrderOfTheirCall(board.visits.filter(isCalled).filter(wanted)));
  return {
    visits,
    planned: shown(board.planned, "planned"),
    goingHome: shown(board.goingHome, "goingHome"),
    unseen: board.visits.filter(asksForAction).length - visits.filter(asksForAction).length,
  };
}

const KEPT = "achterwacht-board";

/** In the tab and not in its address: a search is a name or a street. And for this person alone. */
export function keepView(person: string, view: View): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ person, view }));
  } catch {
    // A browser that keeps nothing: then the board begins anew after a reload.
  }
}

export function keptView(person: string): View {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as { person: string; view: View } | null;
    return kept?.person === person ? { ...EVERYTHING, ...kept.view } : EVERYTHING;
  } catch {
    return EVERYTHING;
  }
}
