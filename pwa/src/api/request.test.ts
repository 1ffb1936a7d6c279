import { afterEach, expect, it, vi } from "vitest";
import { NotHeard } from "./problem";
import { answered, exchange } from "./request";

const asked = () => exchange(new Request("http://localhost/v1/me"));

afterEach(() => {
  vi.unstubAllGlobals();
  answered.set(null);
});

it("counts the server's word as an answer, and not the page of a café", async () => {
  vi.stubGlobal("fetch", async () => new Response("<html>Welkom op de wifi</html>"));
  await expect(asked()).rejects.toBeInstanceOf(NotHeard);
  expect(answered.get()).toBeNull();
  vi.stubGlobal("fetch", async () => Response.json({ asOf: "2026-11-23T13:00:00Z" }));
  await asked();
  expect(answered.get()).not.toBeNull();
});
