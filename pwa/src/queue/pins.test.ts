// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from "vitest";
import { stored, forgetEverything, forgetHere } from "../storage/database";
import type { Action } from "./action";
import { pinOf, seal } from "./pins";

beforeEach(() => forgetEverything());

const action = async (pin: string): Promise<Action> => {
  const sealed = await seal("key", pin, "jan");
  return { key: "key", personId: "jan", ...(sealed ? { pin: sealed } : {}) } as Action;
};

describe("a PIN that waits for the network", () => {
  it("comes out as it went in", async () => {
    expect(await pinOf(await action("0042"))).toBe("0042");
  });

  it("is not readable on the device, and shows no length", async () => {
    const short = await action("1234");
    const long = await action("12345678");
    expect(new TextDecoder("latin1").decode(short.pin?.data)).not.toContain("1234");
    expect(short.pin?.data.byteLength).toBe(long.pin?.data.byteLength);
    const key = await stored((db) => db.get("keys", "pins"), undefined);
    expect(key?.extractable).toBe(false);
  });

  it("is asked again when its key is gone", async () => {
    const waiting = await action("1234");
    await forgetEverything();
    expect(await pinOf(waiting)).toBeNull();
  });

  it("stays on a phone that can't seal it until its owner signs out, whoever has the phone meanwhile", async () => {
    const broken = vi.spyOn(crypto.subtle, "generateKey").mockRejectedValue(new Error("no"));
    const waiting = await action("1234");
    expect(waiting.pin).toBeUndefined();
    forgetHere();
    await forgetEverything(({ personId }) => personId === "ali");
    expect(await pinOf(waiting)).toBe("1234");
    await forgetEverything(({ personId }) => personId === "jan");
    expect(await pinOf(waiting)).toBeNull();
    broken.mockRestore();
  });
});
