import type { ComponentChildren } from "preact";
import { ButtonLink } from "../../../parts/Button";
import { Badge } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { clockTime, longDay } from "../../../time/format";
import { rowsOf } from "../../../incidents/told";
import type { SectionProps } from "../section";

/** What happened, as it was told. */
export function WhatSection({ incident }: SectionProps) {
  return (
    <section class="card stack stack-tight" aria-labelledby="case-what">
      <h2 id="case-what" class="nl-heading nl-heading--level-2">
        {t.cases.what}
      </h2>
      <div class="row">
        {incident.extreme && <Badge tone="alarm">{t.cases.extreme}</Badge>}
        {incident.threatToCome && <Badge tone="alarm">{t.cases.threatToCome}</Badge>}
        {incident.persistent && <Badge tone="soon">{t.cases.persistent}</Badge>}
      </div>
      <dl class="case-facts">
        {rowsOf(incident).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name={t.cases.reportedBy}>
          {t.cases.byAt(incident.reportedBy.name, longDay(incident.createdAt), clockTime(incident.createdAt))}
        </Fact>
        {incident.changedBy && incident.changedAt && (
          <Fact name={t.cases.changedBy}>
            {t.cases.byAt(incident.changedBy.name, longDay(incident.changedAt), clockTime(incident.changedAt))}
          </Fact>
        )}
      </dl>
      <div class="row">
        {incident.mayChange && (
          <ButtonLink look="quiet" href={`/incidents/${incident.id}/form`}>
            {incident.state === "completed" ? t.cases.change : t.cases.complete}
          </ButtonLink>
        )}
        {incident.alarmId && (
          <ButtonLink look="plain" href={`/alarms/${incident.alarmId}`}>
            {t.incidents.toAlarm}
          </ButtonLink>
        )}
      </div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
