import ts from "typescript";
import { describe, expect, it } from "vitest";
import { nl } from "./nl";

const screens = import.meta.glob<string>(["../**/*.tsx", "!../**/*.test.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Every text with the path of its key; a function is called with something for each parameter. */
function texts(value: unknown, path: string): [string, unknown][] {
  if (typeof value === "function") {
    const call = value as (...parameters: unknown[]) => unknown;
    const given = path.endsWith(".gap")
      ? [{ day: 1, from: "08:00", until: "09:00" }]
      : Array.from({ length: call.length }, () => sample(path));
    return [[path, call(...given)]];
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
  }
  return [[path, value]];
}

const takesNames = /\.(with|told|telling|who|also|quiet|pairWait|along)$/;
const sample = (path: string): unknown => (takesNames.test(path) ? ["Fatima", "Ali"] : 3);

describe("the Dutch texts", () => {
  it("are all there", () => {
    for (const [path, text] of texts(nl, "nl")) {
      expect(text, path).toBeTypeOf("string");
      expect(String(text).trim(), path).not.toBe("");
      expect(String(text), path).not.toMatch(/undefined|null|\[object/);
    }
  });

  it("stand in the catalogue, not in the screens", () => {
    const found: string[] = [];
    const read = new Set(["label", "title", "placeholder", "aria-label", "alt", "hint", "legend"]);
    expect(Object.keys(screens).length).toBeGreaterThan(30);
    for (const [name, text] of Object.entries(screens)) {
      const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
      const visit = (node: ts.Node): void => {
        if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) found.push(`${name}: ${node.text.trim()}`);
        if (
          ts.isJsxAttribute(node) &&
          read.has(node.name.getText()) &&
          node.initializer &&
          ts.isStringLiteral(node.initializer) &&
          /\p{L}{2}/u.test(node.initializer.text)
        ) {
          found.push(`${name}: ${node.getText()}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
    expect(found).toEqual([]);
  });

  it("speak to staff as 'je'", () => {
    for (const [path, text] of texts(nl, "nl")) expect(String(text), path).not.toMatch(/\b(u|uw)\b/);
  });

  it("name many people by a few names and a number", () => {
    expect(nl.panic.told(["An", "Bo", "Cas", "Dé", "Els"])).toBe("An, Bo, Cas en 2 anderen zijn gewaarschuwd");
    expect(nl.panic.told(["An"])).toBe("An is gewaarschuwd");
    expect(nl.visit.with(["An", "Bo", "Cas"])).toBe("met An, Bo en Cas");
  });
});
