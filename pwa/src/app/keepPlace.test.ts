import { afterEach, beforeEach, expect, it } from "vitest";
import { soon } from "../test-soon";
import { keepPlace } from "./keepPlace";

let forget: () => void = () => undefined;

beforeEach(() => {
  document.body.innerHTML = '<button id="out"></button><main><ul><li><button id="in"></button></li></ul></main>';
  forget = keepPlace(document.querySelector("main") as HTMLElement);
});

afterEach(() => {
  forget();
  document.body.replaceChildren();
});

const at = (selector: string) => document.querySelector<HTMLElement>(selector) as HTMLElement;

it("whoever stood on what has gone stands on what was around it", async () => {
  at("#in").focus();
  at("#in").remove();
  await soon(() => expect(document.activeElement).toBe(at("li")));
});

it("and on what is around that, where it went along", async () => {
  at("#in").focus();
  at("li").remove();
  await soon(() => expect(document.activeElement).toBe(at("ul")));
});

it("takes nobody away from where they stand", async () => {
  at("#in").focus();
  at("#out").focus();
  at("#in").remove();
  await new Promise((done) => setTimeout(done));
  expect(document.activeElement).toBe(at("#out"));
});
