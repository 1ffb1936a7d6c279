// For the tests: what happens by itself is waited for as long as a busy machine may need.
import { vi } from "vitest";

const PATIENCE_MS = 30_000;

/** Asks again until `check` no longer throws. */
export const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: PATIENCE_MS });
