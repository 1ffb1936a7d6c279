// For tests: somebody signed in, a visit, and a screen around them.
import { LocationProvider } from "preact-iso";
import type { ComponentChildren } from "preact";
import type { Alarm, Me, Person, Protocol, Visit } from "./api/types";
import { SessionContext } from "./session/context";

export const jan: Me = {
  id: "jan",
  name: "Jan de Wit",
  email: "worker@voorbeeld.test",
  phone: "+31612345678",
  language: "nl",
  managerWord: "leidinggevende",
  organisation: { id: "o", slug: "voorbeeld", name: "Voorbeeld", timeZone: "Europe/Amsterdam", country: "NL" },
  grants: [{ role: "worker", team: { id: "t", name: "Team" } }],
  functions: [],
  readsThirdPartyActs: false,
  teams: [{ id: "t", name: "Team" }],
  hasPin: false,
  numberVerifiedAt: null,
  numberDeniedAt: null,
  delivery: "simulator",
  serviceNumber: "+3197010250000",
  addressSearch: false,
};

/** Somebody in the list of people. */
export const personOf = (name: string, more: Partial<Person> = {}): Person => ({
  id: name,
  name,
  email: `${name}@voorbeeld.test`,
  phone: "+31612345671",
  language: "nl",
  active: true,
  grants: [],
  absentFrom: null,
  absentUntil: null,
  numberVerifiedAt: null,
  numberDeniedAt: null,
  canSignIn: true,
  invitedUntil: null,
  secondStep: "none",
  notToBeReached: false,
  ...more,
});

export const protocol = {
  emergencyNumber: "112",
  extensionMinutes: 15,
  visitMinutes: [15, 30, 45, 60],
  officeHours: [],
  cards: [],
} as unknown as Protocol;

export const visitOf = (more: Partial<Visit> = {}): Visit => ({
  id: "v",
  state: "under_way",
  worker: { id: "jan", name: "Jan de Wit", phone: "+31612345678" },
  team: { id: "t", name: "Team" },
  address: {
    country: "NL",
    postcode: "5211AA",
    houseNumber: 12,
    verified: false,
    line: "Dorpsstraat 12, 5211 AA Den Bosch",
  },
  clientName: null,
  clientReference: null,
  clientPhone: null,
  purpose: null,
  background: null,
  companions: [],
  quiet: false,
  plannedStart: "2026-11-23T13:00:00Z",
  startedAt: "2026-11-23T13:10:00Z",
  expectedEnd: "2026-11-23T13:40:00Z",
  endedAt: null,
  returnTo: null,
  backBy: null,
  wayBack: null,
  feeling: null,
  drill: false,
  silent: false,
  kind: "home_visit",
  occasion: null,
  callAfterMinutes: null,
  expectsTrouble: null,
  troubleSaidBy: null,
  youSaidIt: false,
  beforehand: {
    mayStart: true,
    pair: { needed: false, there: false, aloneAsked: false, aloneAllowedBy: null },
    backUp: { needed: false, person: null, acceptedAt: null },
    police: { needed: false, toldAt: null, whom: "de politie", say: [] },
    missing: "",
    hints: [],
    unwatched: false,
    steps: [],
    fraud: { managerDecides: false, state: null, decidedBy: null },
  },
  watch: { checkCall: "planned", nextDeadline: null, onDuty: [], nobodyOnDuty: true },
  alarm: null,
  timeline: [],
  risk: { checked: true, advice: [], instructions: [], provisional: false, sameBuilding: false, noAddress: false },
  asOf: "2026-11-23T13:10:00Z",
  ...more,
});

export const fatima: Me = {
  ...jan,
  id: "fatima",
  name: "Fatima Bakker",
  email: "colleague@voorbeeld.test",
  phone: "+31612345670",
  grants: [{ role: "colleague", team: { id: "t", name: "Team" } }],
};

export const alarmOf = (more: Partial<Alarm> = {}): Alarm => ({
  id: "a",
  name: "K 473",
  visitId: "v",
  incidentId: null,
  cause: "overdue",
  level: "colleague",
  worker: { id: "jan", name: "Jan de Wit", phone: "+31612345678" },
  pressedBy: null,
  team: { id: "t", name: "Team" },
  address: visitOf().address,
  addressLeft: false,
  location: null,
  guard: null,
  locationText: "",
  mapLink: null,
  battery: null,
  openedAt: "2026-11-23T13:31:00Z",
  acknowledgedBy: null,
  acknowledgedAt: null,
  resolvedAt: null,
  resolvedBy: null,
  outcome: null,
  note: "",
  told: [],
  plan: [],
  nextDeadline: null,
  timeline: [],
  steps: ["Bel."],
  ticks: [],
  policeCall: null,
  emergencyNumber: "112",
  silent: false,
  quiet: false,
  drill: false,
  asOf: "2026-11-23T13:32:00Z",
  mayAct: true,
  mayEscalate: true,
  ...more,
});

export function Around({ me = jan, children }: { me?: Me; children: ComponentChildren }) {
  return (
    <LocationProvider>
      <SessionContext.Provider value={{ state: "signed-in", me, protocol, colleagues: [] }}>
        {children}
      </SessionContext.Provider>
    </LocationProvider>
  );
}
