// The shapes of the HTTP contract, by the names this front end uses.

export type Role =
  | "worker"
  | "colleague"
  | "manager"
  | "registrar"
  | "hr"
  | "reception"
  | "board"
  | "administrator";

export interface Named {
  id: string;
  name: string;
}

export interface Callable extends Named {
  phone: string | null;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  language: string;
  organisation: { id: string; slug: string; name: string; timeZone: string; country: Country };
  grants: { role: Role; team: Named | null }[];
  teams: Named[];
  hasPin: boolean;
  numberVerifiedAt: string | null;
  delivery: "simulator" | "twilio";
  serviceNumber: string | null;
}

export interface Card {
  title: string;
  steps: string[];
  emergency: boolean;
}

export interface Protocol {
  id: string;
  version: string | number;
  name: string;
  emergencyNumber: string;
  nonUrgentNumber: string | null;
  resident: string;
  extensionMinutes: number;
  checkCallAfterSeconds: number | null;
  reminderBeforeEndSeconds: number | null;
  longestVisitSeconds: number;
  visitMinutes: number[];
  officeHours: { days: number[]; from: string; until: string }[];
  cards: Card[];
}

export type Country = "NL" | "BE";

export interface NLAddress {
  country: "NL";
  postcode: string;
  houseNumber: number;
  addition?: string | null;
  street?: string | null;
  city?: string | null;
}

export interface BEAddress {
  country: "BE";
  street: string;
  houseNumber: string;
  box?: string | null;
  postcode: string;
  city: string;
}

export type AddressIn = NLAddress | BEAddress;
export type Address = AddressIn & { line: string };

export type VisitState = "planned" | "under_way" | "ended" | "cancelled";
export type CheckCall = "none" | "planned" | "asked" | "ok" | "not_ok" | "no_answer" | "dropped";
export type Level = "worker" | "colleague" | "manager" | "police";
export type Cause = "overdue" | "check_call" | "not_ok" | "panic" | "duress";
export type Outcome = "safe" | "false_alarm" | "help_given" | "incident";
export type Advice = "attention" | "pairs" | "office_only" | "police_first" | "phone_first" | "not_this_employee";
export type Feeling = "green" | "amber" | "red";
export type ReturnTo = "office" | "home";

export interface Deadline {
  kind: string;
  dueAt: string;
}

export interface Companion {
  personId: string | null;
  name: string;
  phone: string | null;
}

export interface TimelineEntry {
  at: string;
  kind: string;
  by: Named | null;
  text: string;
}

export interface RiskAnswer {
  checked: boolean;
  checkedAt?: string | null;
  advice: Advice[] | null;
  instructions: string[];
  provisional: boolean;
}

export interface VisitAlarm {
  id: string;
  cause: Cause;
  level: Level;
  openedAt: string;
  acknowledgedBy: Named | null;
  acknowledgedAt: string | null;
  resolvedAt: string | null;
}

export interface Visit {
  id: string;
  state: VisitState;
  worker: Named & { phone?: string | null };
  team: Named;
  address: Address;
  clientName: string | null;
  clientReference: string | null;
  purpose: string | null;
  background: string | null;
  companions: Companion[];
  plannedStart: string | null;
  startedAt: string | null;
  expectedEnd: string;
  endedAt: string | null;
  returnTo: ReturnTo | null;
  feeling: Feeling | null;
  drill: boolean;
  watch: { checkCall: CheckCall; nextDeadline: Deadline | null; onDuty: Callable[]; nobodyOnDuty: boolean };
  alarm: VisitAlarm | null;
  timeline?: TimelineEntry[];
  risk: RiskAnswer;
  asOf: string;
}

export interface VisitList {
  visits: Visit[];
  asOf: string;
}

export interface Location {
  latitude: number;
  longitude: number;
  accuracyMetres?: number | null;
}

export type DeliveryState = "pending" | "sending" | "sent" | "delivered" | "failed" | "cancelled";

export interface Told {
  person: Named;
  level: Level;
  channel: string;
  state: DeliveryState;
  at: string;
}

export interface Alarm {
  id: string;
  visitId: string | null;
  cause: Cause;
  level: Level;
  worker: Callable;
  team: Named | null;
  address: Address | null;
  location: Location | null;
  openedAt: string;
  acknowledgedBy: Named | null;
  acknowledgedAt: string | null;
  resolvedAt: string | null;
  resolvedBy: Named | null;
  outcome: Outcome | null;
  note: string | null;
  told: Told[];
  plan: { level: Level; afterSeconds: number }[];
  nextDeadline: Deadline | null;
  timeline: TimelineEntry[];
  steps: string[];
  drill: boolean;
  mayAct: boolean;
  asOf: string;
}

export interface PoliceCall {
  at: string;
  by: Named | null;
  number: string;
  reference: string | null;
  note: string | null;
}

export interface HandOver {
  alarmId: string;
  emergencyNumber: string;
  addresses: { line: string; instructions: string[] }[];
  worker: { name: string; phone: string | null };
  companions: { name: string; phone: string | null }[];
  peopleInside: number;
  cause: Cause;
  causeText: string;
  since: string | null;
  lastContactAt: string | null;
  lastContactText: string | null;
  tried: { at: string; text: string }[];
  callBack: { name: string; phone: string | null } | null;
  say: string[];
  policeCalls: PoliceCall[];
  location: Location | null;
  asOf: string;
}

export interface Board {
  asOf: string;
  clock: { late: boolean; lastTickAt: string | null };
  alarms: Alarm[];
  visits: Visit[];
  planned: Visit[];
  teams: Named[];
}

export type MarkState = "proposed" | "approved" | "ended" | "expired";

export interface Mark {
  id: string;
  address: Address;
  advice: Advice[];
  instruction: string | null;
  reason: string;
  reviewDate: string;
  state: MarkState;
  proposedBy: Named;
  proposedAt: string;
  approvedBy: Named | null;
  approvedAt: string | null;
  endedAt: string | null;
}

export type IncidentKind =
  | "scolding"
  | "threatening"
  | "violence_person"
  | "violence_things"
  | "refuses_to_leave"
  | "other";
export type IncidentChannel = "phone" | "office" | "home_visit" | "outside";

export interface Incident {
  id: string;
  visitId: string | null;
  alarmId: string | null;
  kind: IncidentKind;
  channel: IncidentChannel | null;
  happenedAt: string;
  place: string | null;
  description: string;
  causedBy: string | null;
  injured: boolean | null;
  damage: boolean | null;
  reportedBy: Named;
  state: "reported" | "seen";
  seenBy: Named | null;
  seenAt: string | null;
  createdAt: string;
}

export interface Person {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  language: string;
  active: boolean;
  grants: { role: Role; teamId: string | null }[];
  absentFrom: string | null;
  absentUntil: string | null;
  numberVerifiedAt: string | null;
}

export type Rank = "first" | "second" | "manager";

export interface Shift {
  rank: Rank;
  personId: string;
  days: number[];
  from: string;
  until: string;
}

export interface PhoneItem {
  id: string;
  at: string;
  direction: "in" | "out";
  channel: "sms" | "call";
  text: string;
  state: string;
  call: { state: "ringing" | "answered" | "ended" | "missed"; prompt: string | null } | null;
}

export interface SimulatedPhone {
  personId: string;
  name: string;
  number: string;
  roles: string[];
  items: PhoneItem[];
}
