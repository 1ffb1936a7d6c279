import "./story.css";
import type { TimelineEntry } from "../api/types";
import { t } from "../texts/later";
import { exactTime } from "../time/format";

/** What happened, the latest first. */
export function Story({ entries }: { entries: TimelineEntry[] }) {
  // The server gives them as they happened, also those of one moment: an alarm began before anybody was told of it.
  const latestFirst = [...entries].reverse();
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.alarm.timeline}</h2>
      <ol class="told">
        {latestFirst.map((entry, place) => (
          <li key={`${entry.at}-${place}`} class="told__item told__item--story">
            <span class="digits soft">{exactTime(entry.at)}</span>
            <span class="anywhere">{entry.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
