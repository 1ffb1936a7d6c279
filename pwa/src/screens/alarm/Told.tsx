import "../../alarms/story.css";
import type { Alarm } from "../../api/types";
import { toldBy } from "../../desk/state";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { exactTime } from "../../time/format";

/** Who was told, by what, and whether it got there. */
export function Told({ alarm }: { alarm: Alarm }) {
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.alarm.told}</h2>
      {alarm.told.length === 0 && <p class="soft">{t.alarm.toldNobody}</p>}
      <ul class="told">
        {alarm.told.map((one, place) => (
          <li key={`${one.person.id}-${one.channel}-${place}`} class="told__item">
            <span class="digits soft">{exactTime(one.at)}</span>
            <span class="anywhere">
              <span class="strong">{one.person.name}</span>,{" "}
              <span class="soft">{toldBy(one, alarm.emergencyNumber)}</span>
            </span>
            <Badge tone={one.state === "delivered" ? "watched" : one.state === "failed" ? "soon" : "plain"}>
              {t.alarm.deliveries[one.state]}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
