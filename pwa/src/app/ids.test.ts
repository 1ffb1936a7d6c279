import { afterEach, describe, expect, it, vi } from "vitest";
import { newId } from "./ids";

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => vi.unstubAllGlobals());

describe("an id that the phone makes", () => {
  it.each([
    ["of today", globalThis.crypto],
    ["before Safari 15.4", { getRandomValues: (bytes: Uint8Array) => globalThis.crypto.getRandomValues(bytes) }],
    ["without any crypto", undefined],
  ])("is a UUID on a browser %s", (_, crypto) => {
    vi.stubGlobal("crypto", crypto);
    const made = Array.from({ length: 50 }, newId);
    for (const one of made) expect(one).toMatch(VERSION_4);
    expect(new Set(made).size).toBe(50);
  });
});
