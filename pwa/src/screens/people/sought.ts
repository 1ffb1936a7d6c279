// Which people are shown: by what is typed, and by role, team and whether their number was ever tried.
import type { Person, Role } from "../../api/types";

export const NUMBERS = ["untested", "tested", "none"] as const;
type Tried = (typeof NUMBERS)[number];

export interface SoughtPeople {
  text: string;
  role: Role | "";
  team: string;
  number: Tried | "";
}

export const EVERYBODY: SoughtPeople = { text: "", role: "", team: "", number: "" };

export const numberOf = (person: Pick<Person, "phone" | "numberVerifiedAt">): Tried =>
  !person.phone ? "none" : person.numberVerifiedAt ? "tested" : "untested";

/** Who works here first, by name. A role that counts in every team counts in the one that is chosen. */
export function among(people: readonly Person[], { text, role, team, number }: SoughtPeople): Person[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return people
    .filter((person) => {
      const said = `${person.name} ${person.email}`.toLocaleLowerCase();
      const granted = person.grants.some(
        (grant) => (!role || grant.role === role) && (!team || !grant.teamId || grant.teamId === team),
      );
      return (
        words.every((word) => said.includes(word)) &&
        ((!role && !team) || granted) &&
        (!number || numberOf(person) === number)
      );
    })
    .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
}
