import { quietly, within } from "./within";

/** Milliseconds after which it is done though the page was never idle. */
const AT_LAST = 3_000;

/** Once this page has nothing else to do. Safari knows no idle moments. */
export const whenIdle = (): Promise<void> =>
  new Promise((done) =>
    quietly(() => void requestIdleCallback(() => done(), { timeout: AT_LAST }), void setTimeout(() => done(), AT_LAST)),
  );

/** A page that nobody sees draws nothing. */
const UNSEEN = 1_000;

/** Once what was just changed stands on the screen. */
export const whenDrawn = (): Promise<void> =>
  within<void>(UNSEEN, () => new Promise((done) => void requestAnimationFrame(() => setTimeout(done))), undefined);
