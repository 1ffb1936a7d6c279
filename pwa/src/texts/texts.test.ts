import ts from "typescript";
import { describe, expect, it } from "vitest";
import { nl as start } from "./nl";
import { nlLater } from "./nl-later";

const nl = { ...start, ...nlLater };

const sources = import.meta.glob<string>(
  [
    "../**/*.{ts,tsx}",
    "!../**/*.test.{ts,tsx}",
    "!../api/schema.d.ts",
    "!../testing.tsx",
    "!./nl.ts",
    "!./nl-later.ts",
    "!./nl-worker.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);
const parsed = Object.entries(sources).map(([name, text]) => {
  const kind = name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return { name, file: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind) };
});

function every(node: ts.Node, look: (node: ts.Node) => void): void {
  if (ts.isImportDeclaration(node)) return;
  look(node);
  ts.forEachChild(node, (child) => every(child, look));
}

/** Words of the code, or of the server, that Dutch has too. */
const CODE = new Set(
  `NL postcode addition street city box json xlsx code in JSON country Advice sms me simulator alarm incident app over
  ring open stop instruction later team nl measure personName validFrom reviewDate endsOn advice reason criteria notFor week protocol
  achterwacht ok taken contact csv status menu door`.split(/\s+/),
);

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

const takesNames =
  /(^nl\.list|relief\.(title|stays)|diary\.(details|since)|\.(with|told|telling|who|also|quiet|pairWait|along\w*|untestedOf|notThese|without|forAll|beforeYouGo))$/;
const sample = (path: string): unknown => {
  if (takesNames.test(path)) return ["Fatima", "Ali"];
  return path.endsWith(".makeIt") ? "Huisbezoek" : 3;
};

describe("the Dutch texts", () => {
  it("stand in one of the two catalogues", () =>
    expect(Object.keys(start).filter((key) => key in nlLater)).toEqual([]));

  it("and all of the code are read here", () => expect(parsed.length).toBeGreaterThan(150));

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
    for (const { name, file } of parsed) {
      every(file, (node) => {
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
      });
    }
    expect(found).toEqual([]);
  });

  it("are nowhere else either: no string of the code holds a word that only the catalogue has", () => {
    const known = new Set(
      texts(nl, "nl").flatMap(
        ([, text]) =>
          String(text)
            .toLowerCase()
            .match(/\p{L}{2,}/gu) ?? [],
      ),
    );
    const found: string[] = [];
    for (const { name, file } of parsed) {
      every(file, (node) => {
        const parts = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) ? node.text.split(/\s+/) : [];
        for (const part of parts) {
          const word = part.replace(/[.,:;!?()]/g, "");
          if (/^\p{L}{2,}$/u.test(word) && known.has(word.toLowerCase()) && !CODE.has(word))
            found.push(`${name}: ${word}`);
        }
      });
    }
    expect(found).toEqual([]);
  });

  it("are read when they are shown: one that is read while the page loads stays in the first language", () => {
    const found: string[] = [];
    for (const { name, file } of parsed) {
      const look = (node: ts.Node): void => {
        if (ts.isFunctionLike(node)) return;
        if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "t")
          found.push(`${name}: ${node.getText()}`);
        ts.forEachChild(node, look);
      };
      look(file);
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
    expect(nl.relief.title(["An", "Bo"], ["Cas"])).toBe("Einde dienst: An en Bo dragen over aan Cas");
    expect(nl.relief.title(["An"], [])).toBe("Einde dienst: niemand neemt het over van An");
  });
});
