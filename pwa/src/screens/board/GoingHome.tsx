import type { BoardVisit } from "../../api/types";
import { memo } from "../../app/memo";
import { Button } from "../../parts/Button";
import { Menu } from "../../desk/Menu";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { clockTime, phoneNumber, telLink } from "../../time/format";

interface Props {
  visits: BoardVisit[];
  onBack: (visit: BoardVisit) => void;
}

/** Who is on the way: back to the office, to the next address, or straight home; and was not heard of there yet. */
export const GoingHome = memo(({ visits, onBack }: Props) => {
  return (
    <section class="stack stack-tight" aria-label={t.wayBack.board}>
      <h2 class="nl-heading nl-heading--level-2">{t.wayBack.board}</h2>
      <ul class="board__planned">
        {visits.map((visit) => (
          <GoingHomeRow key={visit.id} visit={visit} onBack={onBack} />
        ))}
      </ul>
    </section>
  );
});

const expected = ({ by, headingTo }: NonNullable<BoardVisit["wayBack"]>): string =>
  headingTo ? t.wayBackDesk.expectedAt(clockTime(by), headingTo) : t.wayBackDesk.expected(clockTime(by));

const GoingHomeRow = memo(({ visit, onBack }: { visit: BoardVisit; onBack: (visit: BoardVisit) => void }) => {
  const { name } = visit.worker;
  const phone = visit.silent || visit.quiet ? null : visit.worker.phone;
  const next = visit.next;
  const back = visit.wayBack ? t.wayBackDesk.isBack : t.board.isHome;
  return (
    <li class="board__plan" data-row={visit.id}>
      <span class="digits">{visit.endedAt ? t.board.leftAt(clockTime(visit.endedAt)) : ""}</span>
      <span class="board__who">
        <span class="board__line strong" title={name}>
          {name}
        </span>
        <span class="board__line soft">
          {visit.wayBack && expected(visit.wayBack)}
          {!visit.wayBack && next && t.board.homeAskedAt(clockTime(next.dueAt))}
        </span>
      </span>
      <span class="row board__do" data-controls>
        {visit.silent && <Badge tone="soon">{t.alarm.silentRow}</Badge>}
        {!visit.silent && visit.quiet && <Badge tone="soon">{t.alarm.quietRow}</Badge>}
        {!visit.silent && (
          <Button size="small" look="quiet" onPress={() => onBack(visit)}>
            {back}
          </Button>
        )}
        {phone && (
          <Menu
            text={t.board.more}
            label={t.board.moreOf(name)}
            about={[phoneNumber(phone)]}
            items={[{ text: t.contact.call(name), href: telLink(phone), icon: "phone" }]}
          />
        )}
      </span>
    </li>
  );
});
