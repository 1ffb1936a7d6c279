// Who comes along, as the server wants them. Pure.
import type { NewCompanion } from "../api/types";

export type CompanionOut = { personId: string } | { name: string; phone?: string };

/** As the server wants them: who is known by id, who isn't by name; nameless ones left out. */
export const companionsOut = (chosen: NewCompanion[]): CompanionOut[] =>
  chosen
    .filter((companion) => companion.personId !== null || companion.name.trim() !== "")
    .map((companion) =>
      companion.personId !== null
        ? { personId: companion.personId }
        : {
            name: companion.name.trim(),
            ...(companion.phone?.trim() ? { phone: companion.phone.trim() } : {}),
          },
    );

const isIn = (list: CompanionOut[], sought: CompanionOut): boolean =>
  list.some((one) => JSON.stringify(one) === JSON.stringify(sought));
const whoIs = (one: CompanionOut): string => JSON.stringify("personId" in one ? one.personId : [one.name]);

/**
 * Who comes along once what somebody changed, of the list that they began with, is done to the list of now: whom others
 * added meanwhile stays, and whom they took out stays away. null where that changes nothing.
 */
export function changedFrom(began: NewCompanion[], chosen: NewCompanion[], now: NewCompanion[]): CompanionOut[] | null {
  const [had, wanted, present] = [companionsOut(began), companionsOut(chosen), companionsOut(now)];
  // Who is no colleague is known by the name alone: another may have put their number right.
  const gone = had.filter((one) => !isIn(wanted, one)).map(whoIs);
  const kept = present.filter((one) => !gone.includes(whoIs(one)));
  const added = wanted.filter((one) => !isIn(had, one) && !isIn(kept, one));
  return added.length > 0 || kept.length < present.length ? [...kept, ...added] : null;
}

const byWhom = (one: NewCompanion): string => one.personId ?? JSON.stringify([one.name.trim()]);
// To the letter, since a name is shown while it is typed.
const asWritten = ({ personId, name, phone }: NewCompanion): string => personId ?? JSON.stringify([name, phone ?? ""]);
const find = (list: NewCompanion[], sought: NewCompanion, by: typeof byWhom): NewCompanion | undefined =>
  list.find((one) => by(one) === by(sought));

/** What a form shows that began with a list, and in which these were chosen, once the list is that of now; in its order. */
export function comingNow(began: NewCompanion[], chosen: NewCompanion[], now: NewCompanion[]): NewCompanion[] {
  const stay = chosen.flatMap((one) =>
    find(began, one, asWritten) ? (find(now, one, asWritten) ?? find(now, one, byWhom) ?? []) : one,
  );
  return [...stay, ...now.filter((one) => !find(began, one, byWhom) && !find(chosen, one, byWhom))];
}
