import "./week.css";
import { useState } from "preact/hooks";
import type { Visit } from "../../api/types";
import { Button } from "../../parts/Button";
import { Badge } from "../../parts/Notice";
import { shortLine } from "../../texts/address";
import { t } from "../../texts/later";
import { clockTime, dayName, dayOfMonth, DAYS_OF_WEEK, isoDay } from "../../time/format";
import { byWorker, isReady, weekOf } from "../../visits/days";

/** On a phone the week is wider than the screen: it begins at today, beside the names. */
function beginAtToday(table: HTMLElement | null) {
  const names = table?.querySelector("th");
  const today = table?.querySelector<HTMLElement>('[aria-current="date"]');
  if (table && names && today) table.scrollLeft = today.offsetLeft - names.offsetWidth;
}

/** Who goes where on which day: a row for each worker, a column for each day. */
export function Week({ visits, now }: { visits: Visit[]; now: number }) {
  const [further, setFurther] = useState(0);
  const days = weekOf(now, further);
  const today = isoDay(now);
  const workers = byWorker(visits.filter((visit) => days.includes(isoDay(visit.plannedStart))));
  const title = t.planner.weekOf(dayOfMonth(days[0] ?? today), dayOfMonth(days[6] ?? today));
  return (
    <section class="stack stack-tight">
      <div class="row">
        <h2 class="nl-heading nl-heading--level-2 grow" aria-live="polite">
          {title}
        </h2>
        <span class="row not-on-paper">
          <Button size="small" look="quiet" onPress={() => setFurther(further - 1)}>
            {t.roster.before}
          </Button>
          <Button size="small" look="quiet" onPress={() => setFurther(further + 1)}>
            {t.roster.after}
          </Button>
        </span>
      </div>
      {workers.length === 0 ? (
        <p class="soft">{t.planner.weekEmpty}</p>
      ) : (
        // The table is wider than a phone: so that it can be scrolled by keys.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section class="plan-week" ref={beginAtToday} tabIndex={0} aria-label={title}>
          <table class="plan-week__table">
            <thead>
              <tr>
                <th scope="col">{t.planner.columns.worker}</th>
                {days.map((day, i) => (
                  <th key={day} scope="col" aria-current={day === today ? "date" : undefined}>
                    {dayName(DAYS_OF_WEEK[i] ?? 1)} <span class="digits">{Number(day.slice(8))}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {workers.map((worker) => (
                <tr key={worker.id}>
                  <th scope="row" class="anywhere">
                    {worker.name}
                  </th>
                  {days.map((day) => (
                    <td key={day}>
                      <ul>
                        {worker.visits
                          .filter((visit) => isoDay(visit.plannedStart) === day)
                          .map((visit) => (
                            <li key={visit.id} class="anywhere">
                              <span class="digits strong">{clockTime(visit.plannedStart)}</span>{" "}
                              {shortLine(visit.address.line)}
                              {!isReady(visit) && (
                                <>
                                  {" "}
                                  <Badge tone="soon">{t.planner.notReady}</Badge>
                                </>
                              )}
                            </li>
                          ))}
                      </ul>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
