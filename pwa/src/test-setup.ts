// Runs before each file of tests. The files of one worker share one jsdom, which takes longer to make than most of them
// run; so each gets here what it would have found in a window of its own.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { cleanup, configure } from "@testing-library/preact";
import { afterAll, vi } from "vitest";

// As long as test-soon.ts waits.
configure({ asyncUtilTimeout: 30_000 });

/** Also after a file that failed half-way: nothing of it is left to the next. */
afterAll(async () => {
  cleanup();
  vi.useRealTimers();
  // A room that is still on its way would begin in the file that comes next.
  await vi.dynamicImportSettled();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.resetModules();
  if (typeof document === "undefined") return; // a file that asks for Node alone
  document.head.replaceChildren();
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
  globalThis.indexedDB = new IDBFactory();
});
