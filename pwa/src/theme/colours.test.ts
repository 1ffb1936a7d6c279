// Colours stand in the theme, so that day, night and paper are decided in one place. A drawing (.svg) has its own, and so
// has what must work without any of the app (public/last-resort.css).
import { describe, expect, it } from "vitest";
import page from "../../index.html?raw";
import config from "../../vite.config.ts?raw";

const THEME = "theme/tokens.css";
const NAMED =
  "white|black|red|darkred|crimson|green|blue|navy|orange|yellow|gr[ae]y|silver|gold|purple|pink|brown|teal";
const COLOUR = new RegExp(
  `#[0-9a-f]{3,4}\\b|#(?:[0-9a-f]{2}){3,4}\\b|\\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\\(|[:\\s](?:${NAMED})(?=[\\s;!]*[;!}\\n])`,
  "i",
);

const files = import.meta.glob<string>("../**/*.{css,ts,tsx}", { query: "?raw", import: "default", eager: true });
const sources = Object.entries(files)
  .map(([path, text]) => ({ name: path.startsWith("./") ? `theme/${path.slice(2)}` : path.slice(3), text }))
  .filter(({ name }) => !/\.test\.tsx?$|schema\.d\.ts$/.test(name));
const without = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
const coloured = (text: string) =>
  without(text)
    .split("\n")
    .filter((line) => COLOUR.test(line));

describe("colours", () => {
  it("are found however they are written", () => {
    for (const line of [
      "color: #fff;",
      "a { color: RED; }",
      "border: 1px solid grey;",
      "rgb(1 2 3 / 4%)",
      "hsl(1 2% 3%)",
    ]) {
      expect(coloured(line), line).toEqual([line]);
    }
    for (const line of ["white-space: nowrap;", ".red__title {", "color: var(--ink);", 'href="#main"']) {
      expect(coloured(line), line).toEqual([]);
    }
  });

  it("stand in the theme, and nowhere else", () => {
    const styles = sources.filter(({ name }) => name.endsWith(".css"));
    expect(styles.length).toBeGreaterThan(20);
    expect(sources.filter(({ text }) => coloured(text).length > 0).map(({ name }) => name)).toEqual([THEME]);
  });

  it("are those of the theme around the page, too", () => {
    const papers = [...(files["./tokens.css"] ?? "").matchAll(/--paper: (#\w+)/g)].map(([, colour]) => colour);
    expect([...page.matchAll(/name="theme-color" content="(#\w+)"/g)].map(([, colour]) => colour)).toEqual(papers);
    for (const key of ["background_color", "theme_color"]) expect(config).toContain(`${key}: "${papers[0]}"`);
  });
});
