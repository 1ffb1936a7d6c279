import { useState } from "preact/hooks";
import type { BoardVisit } from "../../api/types";
import { Button, ButtonLink } from "../../parts/Button";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { clockTime, telLink, timeOrDay } from "../../time/format";
import { CheckOutFor } from "../../visits/CheckOutFor";
import { Ready } from "../../visits/Ready";

/** What comes later today; a start that passed without a check-in is said first. */
export function Planned({ visits, onDone }: { visits: BoardVisit[]; onDone: () => void }) {
  return (
    <section class="stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.board.planned}</h2>
      <ul class="board__planned">
        {visits.map((visit) => (
          <PlannedRow key={visit.id} visit={visit} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

function PlannedRow({ visit, onDone }: { visit: BoardVisit; onDone: () => void }) {
  const [cancelling, setCancelling] = useState(false);
  const now = serverClock.now();
  const late = visit.plannedStart !== null && Date.parse(visit.plannedStart) < now;
  return (
    <li class="board__plan">
      <span class="digits strong">{visit.plannedStart ? timeOrDay(visit.plannedStart, now) : ""}</span>
      <span class="anywhere">
        <span class="strong">{visit.worker.name}</span>, {visit.address}
        {visit.kind !== "home_visit" && (
          <>
            {" "}
            <Badge>{t.kinds.names[visit.kind]}</Badge>
          </>
        )}
        {late && visit.plannedStart && (
          <>
            {" "}
            <Badge tone="soon">{t.board.notStarted(clockTime(visit.plannedStart))}</Badge>
          </>
        )}
        {visit.waits?.lookUp?.map((text) => (
          <span key={text} class="board__look-up">
            {text}
          </span>
        ))}
        {visit.expectsTrouble && <span class="board__trouble">{t.trouble.row(visit.expectsTrouble)}</span>}
      </span>
      <span class="row board__do">
        <Ready visit={visit} onDone={onDone} />
        {visit.silent && <Badge tone="soon">{t.alarm.silentRow}</Badge>}
        {visit.worker.phone && !visit.silent && (
          <ButtonLink
            href={telLink(visit.worker.phone)}
            size="small"
            look="quiet"
            icon="phone"
            label={t.contact.call(visit.worker.name)}
          >
            {t.board.call}
          </ButtonLink>
        )}
        <Button size="small" look="quiet" onPress={() => setCancelling(true)}>
          {t.board.cancel}
        </Button>
      </span>
      {cancelling && <CheckOutFor visit={visit} onClose={() => setCancelling(false)} onDone={onDone} />}
    </li>
  );
}
