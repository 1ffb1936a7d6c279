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
