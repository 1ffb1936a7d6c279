import preact from "@preact/preset-vite";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import { type ManifestOptions, VitePWA } from "vite-plugin-pwa";
import { oldestInWords, targets } from "./browsers";
import { version } from "./package.json";
import { en } from "./src/texts/en";
import { fr } from "./src/texts/fr";
import { manifestWords } from "./src/texts/manifest";
import { manifestOf } from "./src/texts/manifest-of";
import { nl } from "./src/texts/nl";

// While developing, the API is the product itself on its own port; in the product the API serves this bundle.
const api = loadEnv("", ".", "ACHTERWACHT_")["ACHTERWACHT_API"] ?? "http://127.0.0.1:8000";

/** Flemish says this as Dutch does. */
const LAST_RESORT = { nl: nl.lastResort, fr: fr.lastResort, en: en.lastResort };

const filled = (html: string, words: Record<string, string>) =>
  html.replace(/%(\w+)%/g, (_, name: string) => {
    const found = words[name];
    if (found === undefined) throw new Error(`index.html asks for ${name}, which the catalogue does not have`);
    return found;
  });

/** The words that stand in the page itself, from the catalogues; for when nothing of the app begins. */
const lastResort = {
  name: "last-resort",
  transformIndexHtml: (html: string) =>
    html
      .replace(/<template[\s\S]*<\/template>/, (template) =>
        Object.entries(LAST_RESORT)
          .map(([language, words]) => filled(template, { ...words, language, oldest: oldestInWords }))
          .join(""),
      )
      .replace(
        "%noScript%",
        Object.values(LAST_RESORT)
          .map((words) => words.noScript)
          .join(" "),
      ),
};

const shot = (name: string, form_factor: "narrow" | "wide", sizes: string, label: string) => ({
  src: `/screenshots/${name}.png`,
  type: "image/png",
  form_factor,
  sizes,
  label,
});

/** Its id says that it is the same app in each language. */
const manifestIn = (lang: keyof typeof manifestWords): Partial<ManifestOptions> => {
  const words = manifestWords[lang];
  return {
    id: "/",
    name: "Achterwacht",
    short_name: "Achterwacht",
    description: { nl, fr, en }[lang].signIn.lead,
    lang,
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#f3f5f7",
    theme_color: "#f3f5f7",
    categories: ["productivity", "business"],
    shortcuts: [
      { name: words.checkIn, url: "/visits/new" },
      { name: words.panic, url: "/panic" },
      { name: words.cards, url: "/cards" },
    ],
    screenshots: [
      shot("today", "narrow", "780x1688", words.today),
      shot("visit", "narrow", "780x1688", words.visit),
      shot("board", "wide", "1280x800", words.board),
    ],
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      // Only its shape is used: for themed icons, and as the small mark of a notification.
      { src: "/icon-monochrome-512.png", sizes: "512x512", type: "image/png", purpose: "monochrome" },
    ],
  };
};

/** Once more in each other language. The page asks for the one it speaks (src/texts/index.ts), and every one is kept. */
const otherManifests: Plugin = {
  name: "other-manifests",
  apply: "build",
  generateBundle() {
    for (const language of ["en", "fr"] as const) {
      const fileName = manifestOf(language).slice(1);
      this.emitFile({ type: "asset", fileName, source: JSON.stringify(manifestIn(language)) });
    }
  },
};

/** src/maps/drawn.ts with the library, which only who presses "Kaart" fetches. */
const MAP = "assets/drawn-*";

/** Each file that a page asks for costs a phone time, however small: what the start needs is one, what rooms share another. */
const CHUNKS = [
  { name: "start", tags: ["$initial" as const], priority: 2 },
  { name: "words", test: /\/src\/texts\/nl-later\.ts$/, priority: 1 },
  // Not the words of the other languages: who speaks one of those waits for them before the first screen.
  { name: "shared", minShareCount: 2, test: /\/src\/(?!texts\/)|node_modules/ },
];

const TESTS = ["src/**/*.test.{ts,tsx}"];
const WITH_A_QUEUE = [
  "src/queue/{queue,failing}.test.ts",
  "src/visits/{trouble,usePress}.test.tsx",
  "src/app/hand-over.test.ts",
];

export default defineConfig({
  plugins: [
    preact(),
    lastResort,
    otherManifests,
    VitePWA({
      // A service worker of our own: it keeps the shell for offline and delivers what still waits in the queue.
      strategies: "injectManifest",
      srcDir: "src/service-worker",
      filename: "sw.ts",
      injectRegister: null,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,svg,png,woff2,webmanifest}"],
        // For the browser that offers to install it, and for who asks for a map; for nobody on the way.
        globIgnores: ["screenshots/**", MAP],
        target: targets,
      },
      manifest: manifestIn("nl"),
    }),
  ],
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    target: targets,
    cssTarget: targets,
    sourcemap: false,
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  server: {
    proxy: {
      "/v1": api,
      "/o/": api,
      "/diary/": api,
      // The page /simulator itself is ours; what lies below it is the API of the simulated phones.
      "^/simulator/.+": { target: api },
    },
  },
  test: {
    environment: "jsdom",
    projects: [
      // src/test-setup.ts says what is left of one file for the next: nothing.
      { extends: true, test: { name: "shared", isolate: false, include: TESTS, exclude: WITH_A_QUEUE } },
      // A queue that was started goes on sending what was pressed for as long as its window lives.
      { extends: true, test: { name: "queue", isolate: true, include: WITH_A_QUEUE } },
    ],
    setupFiles: ["src/test-setup.ts"],
    // Longer than anything in a test waits (src/test-soon.ts): what fails says itself what it waited for.
    testTimeout: 60_000,
    // Styles are left empty in the tests, but for the one that reads them.
    css: { include: [/\?raw$/] },
  },
});
