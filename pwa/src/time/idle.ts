import { quietly } from "./within";

/** Milliseconds after which it is done though the page was never idle. */
const AT_LAST = 3_000;

/** Once this page has nothing else to do. Safari knows no idle moments. */
export const whenIdle = (): Promise<void> =>
  new Promise((done) =>
    quietly(() => void requestIdleCallback(() => done(), { timeout: AT_LAST }), void setTimeout(() => done(), AT_LAST)),
  );
