import { afterEach, expect, it } from "vitest";
import { speak } from ".";
import { LANGUAGES } from "./languages";
import { manifestWords } from "./manifest";
import { manifestOf } from "./manifest-of";

afterEach(async () => {
  await speak("nl");
});

it("asks for what a long press shows in the language that is spoken, and for Dutch where it always was", async () => {
  document.head.innerHTML = '<link rel="manifest" href="/manifest.webmanifest" />';
  const asked = () => document.querySelector("link[rel=manifest]")?.getAttribute("href");
  await speak("fr");
  expect(asked()).toBe("/manifest.fr.webmanifest");
  await speak("nl-BE");
  expect(asked()).toBe("/manifest.webmanifest");
});

it("has a file for each language", () => {
  const files = new Set(Object.keys(LANGUAGES).map(manifestOf));
  expect([...files].sort()).toEqual(Object.keys(manifestWords).map(manifestOf).sort());
});
