import { describe, expect, it } from "vitest";
import { checkSignOn, noSignOn } from "./sign-on";

const filled = { ...noSignOn, issuer: " https://login.example ", clientId: "aw" };

describe("the provider of an organisation", () => {
  it("keeps the secret that is there when none is typed", () => {
    expect(checkSignOn(filled).body).toMatchObject({ issuer: "https://login.example", secret: null, level: null });
  });

  it("sends no secret beside a key of our own", () => {
    expect(checkSignOn({ ...filled, secret: "x", ownKey: true }).body?.secret).toBeNull();
    expect(checkSignOn({ ...filled, secret: "x" }).body?.secret).toBe("x");
  });

  it("shuts no other door while this one is off", () => {
    expect(checkSignOn({ ...filled, only: true }).body?.only).toBe(false);
  });

  it("wants a name for each group", () => {
    const groups = [{ name: " ", role: "worker" as const, teamId: null }];
    expect(checkSignOn({ ...filled, groups })).toEqual({ errors: { groups: "needed" }, body: null });
  });
});
