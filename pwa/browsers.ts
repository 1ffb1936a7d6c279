// The oldest browsers that Achterwacht works on. The build is made for them, the page says so to who has an older one,
// and the guides name the same (a test compares them).
export const OLDEST = [
  { name: "iOS/Safari", version: "15.0", targets: ["ios15", "safari15"] },
  { name: "Chrome/Android", version: "94", targets: ["chrome94"] },
  { name: "Edge", version: "94", targets: ["edge94"] },
  { name: "Firefox", version: "93", targets: ["firefox93"] },
] as const;

export const targets: string[] = OLDEST.flatMap((one) => [...one.targets]);

/** "iOS/Safari 15.0, Chrome/Android 94, ..." */
export const oldestInWords = OLDEST.map(({ name, version }) => `${name} ${version}`).join(", ");
