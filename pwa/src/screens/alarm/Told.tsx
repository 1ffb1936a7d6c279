import "../../alarms/story.css";
import type { Alarm } from "../../api/types";
import { exactOnDay } from "../../desk/on-day";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { peopleTold } from "./people-told";

/**
 * Who was told, a line for each person, which unfolds into what was done to reach them and what they pressed. On paper it
 * is that line, with when it ended so: what was done one after another stands in the story beside it.
 */
export function Told({ alarm }: { alarm: Alarm }) {
  const people = peopleTold(alarm);
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.alarm.told}</h2>
      {people.length === 0 && <p class="soft">{t.alarm.toldNobody}</p>}
      <ul class="told">
        {people.map((one) => (
          <li key={one.id}>
            <details class="told__person">
              <summary class="told__item">
                <span class="digits soft">{exactOnDay(one.since, alarm.openedAt)}</span>
                <span class="anywhere strong">{one.name}</span>
                <Badge tone={one.tone}>{one.state}</Badge>
                <span class="told__ended digits">{exactOnDay(one.at, alarm.openedAt)}</span>
              </summary>
              <ul class="told__messages">
                {one.steps.map((step, place) => (
                  <li key={`${step.at}-${place}`} class="told__item told__item--story">
                    <span class="digits soft">{exactOnDay(step.at, alarm.openedAt)}</span>
                    <span class="anywhere">{step.text}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
