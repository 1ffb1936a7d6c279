import { within } from "../time/within";
import { answers } from "./database";

const NAME = "asked-to-last";
const PATIENCE = 10_000;

/**
 * Asks the browser not to throw away what this device keeps: a press that was not delivered yet, a report that is being
 * written. Most decide by themselves; some ask whoever holds the phone, so it is asked once a day at most, as long as an
 * answer is kept here.
 */
export async function keepForGood(): Promise<void> {
  if (await within(PATIENCE, () => navigator.storage.persisted(), true)) return;
  if (await answers.last(NAME)) return;
  await answers.keep(NAME, true, 0);
  await within(PATIENCE, () => navigator.storage.persist(), false);
}
