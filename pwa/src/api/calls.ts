// Every question this front end asks, by name. What a worker does on a visit is not here: that goes through the queue.
import { request } from "./request";
import type {
  AddressIn,
  Alarm,
  Board,
  HandOver,
  Incident,
  Mark,
  Me,
  Named,
  Outcome,
  Person,
  Protocol,
  RiskAnswer,
  Shift,
  SimulatedPhone,
  Visit,
  VisitList,
} from "./types";

const post = <T>(path: string, body: unknown = {}, key: string = crypto.randomUUID()) =>
  request<T>(path, { method: "POST", body, key });

export const api = {
  signIn: (email: string, password: string) =>
    request<Me>("/v1/sessions", { method: "POST", body: { email, password } }),
  signOut: () => request<void>("/v1/sessions/current", { method: "DELETE" }),
  me: () => request<Me>("/v1/me"),
  setPin: (body: { password: string; pin: string | null; duressPin: string | null }) =>
    request<void>("/v1/me/pin", { method: "PUT", body }),
  protocol: () => request<Protocol>("/v1/protocol"),
  colleagues: () => request<Named[]>("/v1/colleagues"),

  myVisits: () => request<VisitList>("/v1/visits?mine=true&state=planned,under_way"),
  visit: (id: string) => request<Visit>(`/v1/visits/${id}`),
  searchRisk: (body: { address: AddressIn; visitId?: string; purpose: string }) =>
    request<RiskAnswer>("/v1/risk-addresses/_search", { method: "POST", body }),

  board: () => request<Board>("/v1/board", { timeout: 5_000 }),
  checkCall: (visitId: string, result: "ok" | "not_ok" | "no_answer", note?: string) =>
    post<Visit>(`/v1/visits/${visitId}/check-call`, { result, ...(note ? { note } : {}) }),
  askVisit: (visitId: string) => post<Visit>(`/v1/visits/${visitId}/ask`),
  checkOutFor: (visitId: string, reason: string) => post<Visit>(`/v1/visits/${visitId}/check-out`, { reason }),
  cancelFor: (visitId: string, reason: string) => post<Visit>(`/v1/visits/${visitId}/cancel`, { reason }),

  alarm: (id: string) => request<Alarm>(`/v1/alarms/${id}`, { timeout: 5_000 }),
  acknowledge: (id: string, key: string) => post<Alarm>(`/v1/alarms/${id}/acknowledge`, {}, key),
  decline: (id: string, key: string) => post<Alarm>(`/v1/alarms/${id}/decline`, {}, key),
  assign: (id: string, personId: string) => post<Alarm>(`/v1/alarms/${id}/assign`, { personId }),
  resolve: (id: string, body: { outcome: Outcome; note?: string; expectedEnd?: string }) =>
    post<Alarm>(`/v1/alarms/${id}/resolve`, body),
  policeCall: (id: string, body: { number: string; reference?: string; note?: string }) =>
    post<Alarm>(`/v1/alarms/${id}/police-calls`, body),
  handOver: (id: string) => request<HandOver>(`/v1/alarms/${id}/hand-over`),

  marks: () => request<{ marks: Mark[] }>("/v1/risk-addresses"),
  proposeMark: (body: ProposedMark) => request<Mark>("/v1/risk-addresses", { method: "POST", body }),
  approveMark: (id: string) => post<Mark>(`/v1/risk-addresses/${id}/approve`),
  endMark: (id: string, reason: string) => post<Mark>(`/v1/risk-addresses/${id}/end`, { reason }),

  incidents: () => request<{ incidents: Incident[] }>("/v1/incidents"),
  incident: (id: string) => request<Incident>(`/v1/incidents/${id}`),
  seeIncident: (id: string) => request<Incident>(`/v1/incidents/${id}`, { method: "PATCH", body: { state: "seen" } }),

  people: () => request<{ people: Person[] }>("/v1/people"),
  addPerson: (body: PersonInput) => request<Person>("/v1/people", { method: "POST", body }),
  changePerson: (id: string, body: Partial<PersonInput>) =>
    request<Person>(`/v1/people/${id}`, { method: "PATCH", body }),
  teams: () => request<{ teams: Named[] }>("/v1/teams"),
  addTeam: (name: string) =>
    request<Named>("/v1/teams", { method: "POST", body: { id: crypto.randomUUID(), name } }),
  roster: (teamId: string) => request<{ shifts: Shift[] }>(`/v1/teams/${teamId}/roster`),
  setRoster: (teamId: string, shifts: Shift[]) =>
    request<{ shifts: Shift[] }>(`/v1/teams/${teamId}/roster`, { method: "PUT", body: { shifts } }),

  phones: () => request<{ asOf: string; phones: SimulatedPhone[] }>("/simulator/phones"),
  phoneSends: (personId: string, text: string) =>
    request<void>(`/simulator/phones/${personId}/sms`, { method: "POST", body: { text } }),
  phoneAnswers: (messageId: string) =>
    request<{ prompt: string }>(`/simulator/calls/${messageId}/answer`, { method: "POST", body: {} }),
  phonePresses: (messageId: string, digits: string) =>
    request<{ prompt: string | null; ended: boolean }>(`/simulator/calls/${messageId}/digits`, {
      method: "POST",
      body: { digits },
    }),
  phoneHangsUp: (messageId: string) =>
    request<void>(`/simulator/calls/${messageId}/hang-up`, { method: "POST", body: {} }),
};

export interface ProposedMark {
  id: string;
  address: AddressIn;
  advice: string[];
  instruction?: string;
  reason: string;
  reviewDate: string;
}

export interface PersonInput {
  name: string;
  email: string;
  phone: string | null;
  language?: string;
  active?: boolean;
  grants: Person["grants"];
  absentFrom?: string | null;
  absentUntil?: string | null;
  password?: string;
}
