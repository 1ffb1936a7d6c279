// Whether the board was heard of: what can wait, waits for it.
import { within } from "../time/within";

/** Milliseconds after which nothing waits for it any more. Another screen than the board asks for none. */
const AFTER_YOU = 3_000;

let heard: () => void = () => undefined;
const first = new Promise<void>((done) => (heard = done));

export const boardHeard = (): void => heard();

/** Once the first board is there: on a slow line and a slow phone it comes before what nobody asked for yet. */
export const firstBoard = (): Promise<void> => within<void>(AFTER_YOU, () => first, undefined);
