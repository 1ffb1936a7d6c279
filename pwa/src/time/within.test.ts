import { describe, expect, it, vi } from "vitest";
import { quietly, within } from "./within";

describe("what may never answer", () => {
  it("holds nobody up: not by silence, by failing, nor by throwing at once", async () => {
    const late = vi.fn();
    expect(await within(10, () => new Promise<string>(() => undefined), "otherwise", late)).toBe("otherwise");
    expect(late).toHaveBeenCalledOnce();
    expect(await within(1_000, () => Promise.reject(new Error("no")), "otherwise")).toBe("otherwise");
    const throws = () => {
      throw new DOMException("no", "SecurityError");
    };
    expect(await within<string>(1_000, throws, "otherwise")).toBe("otherwise");
    expect(quietly<string>(throws, "otherwise")).toBe("otherwise");
  });

  it("is heard when it does answer", async () => {
    expect(await within(1_000, () => Promise.resolve("said"), "otherwise")).toBe("said");
    expect(await within(1_000, () => "at once", "otherwise")).toBe("at once");
  });
});
