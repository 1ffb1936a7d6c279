import { describe, expect, it } from "vitest";
import order from "./start.css?raw";

const styles = Object.keys(import.meta.glob(["../parts/*.css", "../app/*.css"], { query: "?raw" }));
const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../screens/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("the order of the styles of the start", () => {
  it("names those of every part", () => expect(styles.filter((name) => !order.includes(`"${name}"`))).toEqual([]));

  it("is not left to a bundler: nothing but main.tsx brings one of them, or one that somebody else made", () => {
    const brings = Object.entries(sources)
      .filter(
        ([name, text]) =>
          /^\.\.\/(parts|app)\/.*import ".*css"/s.test(`${name}\n${text}`) || /import "@.*css"/.test(text),
      )
      .map(([name]) => name);
    expect(brings).toEqual([]);
  });
});
