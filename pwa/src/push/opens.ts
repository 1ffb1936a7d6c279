// What a push shows, and where the app opens by it. The words come from the server; they name nobody and nothing.

/** The body of a push, as notifications/texts/nudges.py writes it. */
export interface Nudged {
  title: string;
  body: string;
  action: string | null;
  lang: string;
  nudge: "question" | "alarm" | "desk" | "task";
  about: { kind: string; id: string };
}

/** Where the question, the alarm or the task stands. */
export function placeOf({ nudge, about }: Pick<Nudged, "nudge" | "about">): string {
  if (about.kind === "visit" && nudge !== "desk") return `/visits/${about.id}`;
  if (about.kind === "alarm" && nudge === "alarm") return `/alarms/${about.id}`;
  if (nudge === "alarm" || nudge === "desk") return "/board";
  return nudge === "task" ? "/tasks" : "/";
}

/** How it is shown: the same thing once, and anew when there is more about it. An alarm stays until somebody looks. */
export function shownAs({ body, action, lang, nudge, about }: Nudged) {
  return {
    body,
    lang,
    tag: about.id,
    renotify: true,
    requireInteraction: nudge === "alarm",
    icon: "/icon-192.png",
    badge: "/icon-monochrome-512.png",
    data: { place: placeOf({ nudge, about }) },
    actions: action === null ? [] : [{ action: "open", title: action }],
  };
}

/** What came, or null when it can't be read. */
export function read(data: { json: () => unknown } | null): Nudged | null {
  try {
    const said = data?.json() as Partial<Nudged> | null | undefined;
    return said?.title && said.about ? (said as Nudged) : null;
  } catch {
    return null;
  }
}
