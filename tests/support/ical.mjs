// Reads an iCalendar file the way Thunderbird does (ical.js) and says what is in it. Anything it can't read is an error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ICAL = createRequire(new URL("../../pwa/package.json", import.meta.url))("ical.js");
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const text = (property) => calendar.getFirstPropertyValue(property)?.toString() ?? null;
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    location: event.location,
    description: event.description,
    starts: event.startDate.toJSDate().toISOString(),
    ends: event.endDate.toJSDate().toISOString(),
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    stamp: component.getFirstPropertyValue("dtstamp").toJSDate().toISOString(),
  };
});
process.stdout.write(JSON.stringify({ name: text("x-wr-calname"), refresh: text("refresh-interval"), ttl: text("x-published-ttl"), events }));
