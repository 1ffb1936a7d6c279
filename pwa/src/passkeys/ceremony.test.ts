import { expect, it } from "vitest";
import { bytesOf, textOf } from "./ceremony";

it("bytes go as base64url and come back as they were", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  const text = textOf(bytes.buffer);
  expect(text).toMatch(/^[\w-]+$/);
  expect([...bytesOf(text)]).toEqual([...bytes]);
  expect(textOf(bytesOf("-_8").buffer)).toBe("-_8");
});
