import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Later, Texts } from ".";
import { en } from "./en";
import { enLater } from "./en-later";
import { fr } from "./fr";
import { frLater } from "./fr-later";
import { LANGUAGES } from "./languages";
import { MANAGER, nl as start } from "./nl";
import { nlBeOf } from "./nl-be";
import { nlBeLaterOf } from "./nl-be-later";
import { nlLater } from "./nl-later";
import { unread } from "./worker";

const nl = { ...start, ...nlLater };
const OTHERS: Record<string, Texts & Later> = {
  en: { ...en, ...enLater },
  fr: { ...fr, ...frLater },
  "nl-BE": { ...nlBeOf(MANAGER), ...nlBeLaterOf(MANAGER) },
};

const sources = import.meta.glob<string>(
  [
    "../**/*.{ts,tsx}",
    "!../**/*.test.{ts,tsx}",
    "!../api/schema.d.ts",
    "!../testing.tsx",
    "!./{nl,nl-be,en,fr}{,-later}.ts",
    "!./worker.ts",
    "!./languages.ts",
    "!./manifest.ts",
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
  `id issuer secret link organisatie NL postcode addition street city box json xlsx code in JSON country Advice sms me simulator alarm incident app over
  ring open stop instruction later team nl measure personName validFrom reviewDate endsOn advice reason criteria notFor week protocol
  achterwacht ok taken contact csv status menu door passkey id issuer secret link organisatie letters`.split(/\s+/),
);

/** What a text is made of, when each parameter is given by its number. */
const facts = (value: unknown): string[] => {
  const given = (n: number) => Array.from({ length: n }, (_, at) => `¤${at}¤`);
  if (typeof value !== "function") return [];
  const call = value as (...parameters: unknown[]) => unknown;
  try {
    return [...new Set(String(call(...given(call.length))).match(/¤\d¤/g))].sort();
  } catch {
    return [...new Set(String(call(...given(call.length).map((one) => [one]))).match(/¤\d¤/g))].sort();
  }
};

/** Every leaf of a catalogue, and what the same path holds in another. */
function pairs(one: unknown, other: unknown, path: string): [string, unknown, unknown][] {
  if (typeof one !== "object" || one === null) return [[path, one, other]];
  return Object.entries(one).flatMap(([key, inner]) =>
    pairs(inner, (other as Record<string, unknown> | undefined)?.[key], `${path}.${key}`),
  );
}

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
  /(^nl\.list|relief\.(title|stays)|diary\.(details|since)|switching\.(follow|keep)|\.(with|told|telling|who|also|quiet|pairWait|along\w*|untestedOf|notThese|without|forAll|beforeYouGo))$/;
const sample = (path: string): unknown => {
  if (takesNames.test(path)) return ["Fatima", "Ali"];
  return path.endsWith(".makeIt") ? "Huisbezoek" : 3;
};

describe("each other language", () => {
  it("is one that can be chosen, and the other way about", () => {
    expect(Object.keys(LANGUAGES).sort()).toEqual(["nl", ...Object.keys(OTHERS)].sort());
    expect(Object.keys(unread).sort()).toEqual(Object.keys(LANGUAGES).sort());
  });

  for (const [language, words] of Object.entries(OTHERS)) {
    it(`${language} says every text, and no other`, () => {
      const paths = (of: unknown) => pairs(of, of, "t").map(([path]) => path);
      expect(paths(words).sort()).toEqual(paths(nl).sort());
      for (const [path, text] of texts(words, "nl")) {
        expect(String(text).trim(), path).not.toBe("");
        expect(String(text), path).not.toMatch(/undefined|\bnull\b|\[object/);
      }
    });

    it(`${language} fills every text with the same facts`, () => {
      for (const [path, ours, theirs] of pairs(nl, words, "t")) {
        expect(typeof theirs, path).toBe(typeof ours);
        expect(facts(theirs), path).toEqual(facts(ours));
      }
    });

    if (language === "nl-BE") continue; // says most as Dutch does
    it(`${language} was translated`, () => {
      const same = pairs(nl, words, "t").filter(
        ([path, ours, theirs]) =>
          typeof ours === "string" && ours === theirs && /\s/.test(ours) && !/sms|example/.test(path),
      );
      expect(same.map(([path]) => path)).toEqual([]);
    });
  }
});

describe("French", () => {
  it("says d'Ali and de Karin", () => {
    expect(frLater.board.cancelSheet.title("Ali")).toBe("Annuler la visite d'Ali");
    expect(frLater.board.cancelSheet.title("Karin")).toBe("Annuler la visite de Karin");
  });

  it("begins no line with a colon or a mark of a question", () => {
    expect(fr.app.colon("Mail")).toBe("Mail\u00a0:");
    expect(fr.visit.allWell).toBe("Tout va bien\u00a0?");
  });
});

describe("Flemish", () => {
  it("calls a telephone in a pocket a gsm, and no other", () => {
    const be = { ...nlBeOf(MANAGER), ...nlBeLaterOf(MANAGER) };
    expect(be.signIns.lost).toBe("Gsm kwijt?");
    expect(be.people.notReady(2)).toBe("2 gsm's zijn niet klaar voor een bezoek");
    expect(be.incident.channels.phone).toBe("Aan de telefoon");
  });
});

describe("the Dutch texts", () => {
  it("are all read by some screen", () => {
    const code = Object.entries(sources)
      .map(([, text]) => text)
      .join("\n")
      .replace(/\s*(\??\.)\s*/g, "$1");
    const dynamic = (path: string) => new RegExp(`\\bt\\.${path.replace(/\./g, "\\??\\.")}(?![\\w.?]|$)`).test(code);
    const unread = pairs(nl, nl, "t")
      .map(([path]) =>
        path
          .split(".")
          .slice(1)
          .filter((one) => !/^\d+$/.test(one)),
      )
      .filter((parts) => {
        const whole = new RegExp(`\\bt\\.${parts.join("\\??\\.")}\\b`).test(code);
        const within = parts.some((_, at) => at > 0 && dynamic(parts.slice(0, at).join(".")));
        return !whole && !within && parts[0] !== "lastResort" && parts[0] !== "manifest";
      })
      .map((parts) => parts.join("."));
    expect(unread).toEqual([]);
  });

  it("stand in one of the two catalogues", () =>
    expect(Object.keys(start).filter((key) => key in nlLater)).toEqual([]));

  it("and all of the code are read here", () => expect(parsed.length).toBeGreaterThan(150));

  it("are all there", () => {
    for (const [path, text] of texts(nl, "nl")) {
      expect(text, path).toBeTypeOf("string");
      expect(String(text).trim(), path).not.toBe("");
      expect(String(text), path).not.toMatch(/undefined|\bnull\b|\[object/);
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
