// The last step of the build. Each text file once more in brotli and in gzip, which api/pwa.py sends, and not compressed
// anew for each phone that asks. And a build whose start has grown too heavy for one bar of signal is no build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUILT = "dist";
const TEXT = /\.(html|m?js|css|svg|webmanifest)$/;
/** Bytes. A shorter file goes in one packet as it is. */
const SMALL = 1_000;
/** Bytes with gzip of what index.html asks for itself: all that the first screen waits for. */
const BUDGET = { js: 60_000, css: 12_000 };

const gzip = (plain) => gzipSync(plain, { level: 9 });

for (const name of readdirSync(BUILT, { recursive: true, encoding: "utf8" })) {
  const file = join(BUILT, name);
  const plain = TEXT.test(name) ? readFileSync(file) : "";
  if (plain.length <= SMALL) continue;
  writeFileSync(`${file}.br`, brotliCompressSync(plain));
  writeFileSync(`${file}.gz`, gzip(plain));
}

const page = readFileSync(join(BUILT, "index.html"), "utf8");
for (const [kind, most] of Object.entries(BUDGET)) {
  const asked = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name);
  const files = asked.filter((name) => name.endsWith(`.${kind}`));
  const bytes = files.map((name) => gzip(readFileSync(join(BUILT, name))).length).reduce((a, b) => a + b, 0);
  const said = `The start has ${bytes} bytes of ${kind} with gzip (${files.join(", ")})`;
  console.log(`${said}; at most ${most}.`);
  if (files.length === 0 || bytes > most) {
    console.error(`Too heavy. What a worker at a door does not need belongs in src/app/rooms/ and texts/nl-later.ts.`);
    process.exitCode = 1;
  }
}

// Who speaks another language waits for its words before the first screen: those bring nothing along that waits too.
const START = new Set([...page.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name));
const files = readdirSync(join(BUILT, "assets"));
for (const language of ["en", "fr", "nl-be"]) {
  const name = files.find((one) => new RegExp(`^${language}-.{8}\\.js$`).test(one));
  const text = name && readFileSync(join(BUILT, "assets", name), "utf8");
  const needs = text ? [...text.matchAll(/from\s*"\.\/([^"]+)"/g)].map(([, one]) => one) : ["what has them"];
  const more = needs.filter((one) => !START.has(one));
  if (more.length === 0) continue;
  console.error(`The words of ${language} bring ${more.join(", ")} along (CHUNKS in vite.config.ts).`);
  process.exitCode = 1;
}
