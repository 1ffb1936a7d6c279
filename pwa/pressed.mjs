// The last step of the build: each text file once more in brotli and in gzip, which api/pwa.py sends, and not
// compressed anew for each phone that asks. The service worker is there by now.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUILT = "dist";
const TEXT = /\.(html|js|css|svg|webmanifest)$/;
/** Bytes. A shorter file goes in one packet as it is. */
const SMALL = 1_000;

for (const name of readdirSync(BUILT, { recursive: true, encoding: "utf8" })) {
  const file = join(BUILT, name);
  const plain = TEXT.test(name) ? readFileSync(file) : "";
  if (plain.length <= SMALL) continue;
  writeFileSync(`${file}.br`, brotliCompressSync(plain));
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
}
