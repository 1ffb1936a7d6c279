import { useState } from "preact/hooks";
import type { BoardVisit } from "../../api/types";
import { Button, ButtonLink } from "../../parts/Button";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { clockTime, telLink } from "../../time/format";
import { CheckOutFor } from "../../visits/CheckOutFor";

/** Who is on the way: back to the office, to the next address, or straight home; and was not heard of there yet. */
export function GoingHome({ visits, onDone }: { visits: BoardVisit[]; onDone: () => void }) {
  return (
    <section class="stack" aria-label={t.wayBack.board}>
      <h2 class="nl-heading nl-heading--level-2">{t.wayBack.board}</h2>
      <ul class="desk-list">
        {visits.map((visit) => (
          <GoingHomeRow key={visit.id} visit={visit} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

const expected = ({ by, headingTo }: NonNullable<BoardVisit["wayBack"]>): string =>
  headingTo ? t.wayBack.expectedAt(clockTime(by), headingTo) : t.wayBack.expected(clockTime(by));

function GoingHomeRow({ visit, onDone }: { visit: BoardVisit; onDone: () => void }) {
  const [closing, setClosing] = useState(false);
  const next = visit.next;
  return (
    <li class="card desk-item">
      <div>
        <p class="desk-item__title anywhere">{visit.worker.name}</p>
        <p class="soft">
          {visit.endedAt && t.board.leftAt(clockTime(visit.endedAt))}
          {visit.wayBack && ` ${expected(visit.wayBack)}`}
          {!visit.wayBack && next && ` ${t.board.homeAskedAt(clockTime(next.dueAt))}`}
        </p>
      </div>
      {visit.silent ? (
        <Badge tone="soon">{t.alarm.silentRow}</Badge>
      ) : (
        <div class="row">
          {visit.alarm?.quiet && <Badge tone="soon">{t.alarm.quietRow}</Badge>}
          {visit.worker.phone && !visit.alarm?.quiet && (
            <ButtonLink href={telLink(visit.worker.phone)} look="quiet" size="small" icon="phone">
              {t.board.call}
            </ButtonLink>
          )}
          <Button size="small" look="quiet" onPress={() => setClosing(true)}>
            {visit.wayBack ? t.wayBack.isBack : t.board.isHome}
          </Button>
        </div>
      )}
      {closing && !visit.silent && <CheckOutFor visit={visit} onClose={() => setClosing(false)} onDone={onDone} />}
    </li>
  );
}
