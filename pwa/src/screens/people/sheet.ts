// The people that are shown, as a file for a spreadsheet: what stands on the screen. Pure.
import type { Named, Person } from "../../api/types";
import { csvOf } from "../../row-files/csv";
import { t } from "../../texts/later";
import { phoneNumber } from "../../time/format";
import { numberOf } from "./sought";

export function sheetOf(people: readonly Person[], teams: readonly Named[]): string {
  const words = t.people;
  const teamOf = (id: string | null | undefined) => teams.find((one) => one.id === id)?.name ?? words.allTeams;
  const rows = people.map((person) => [
    person.name,
    person.email,
    person.phone && !person.notToBeReached ? phoneNumber(person.phone) : "",
    words.numbers[numberOf(person)],
    t.list(person.grants.map((grant) => `${t.roles[grant.role]} (${teamOf(grant.teamId)})`)),
    person.active ? t.planner.yes : t.planner.no,
  ]);
  return csvOf([[words.name, words.email, words.phone, words.number, words.role, words.active], ...rows]);
}
