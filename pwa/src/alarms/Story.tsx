import "./story.css";
import { Fragment } from "preact";
import type { TimelineEntry } from "../api/types";
import { t } from "../texts/later";
import { exactTime, isoDay, longDay } from "../time/format";

/** What happened, the latest first. */
export function Story({ entries }: { entries: TimelineEntry[] }) {
  // The server gives them as they happened, also those of one moment: an alarm began before anybody was told of it.
  const latestFirst = [...entries].reverse();
  // What lasted past midnight says of what day each part is.
  const days = latestFirst.map((entry) => isoDay(entry.at));
  const several = new Set(days).size > 1;
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.alarm.timeline}</h2>
      <ol class="told">
        {latestFirst.map((entry, place) => (
          <Fragment key={`${entry.at}-${place}`}>
            {several && days[place] !== days[place - 1] && <li class="told__day strong">{longDay(entry.at)}</li>}
            <li class="told__item told__item--story">
              <span class="digits soft">{exactTime(entry.at)}</span>
              <span class="anywhere">{entry.text}</span>
            </li>
          </Fragment>
        ))}
      </ol>
    </section>
  );
}
