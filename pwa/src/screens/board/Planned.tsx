import type { BoardVisit } from "../../api/types";
import { memo } from "../../app/memo";
import { ButtonLink } from "../../parts/Button";
import { Menu, type MenuItem } from "../../desk/Menu";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { clockTime, phoneNumber, telLink, timeOrDay } from "../../time/format";
import { asksToLook, Ready } from "../../visits/Ready";
import { alongOf } from "./along";

interface Props {
  visits: BoardVisit[];
  now: number;
  onDone: () => void;
  onCancel: (visit: BoardVisit) => void;
}

/** What comes later today; a start that passed without a check-in is said first. */
export const Planned = memo(({ visits, now, onDone, onCancel }: Props) => {
  return (
    <section class="stack stack-tight" aria-label={t.board.planned}>
      <h2 class="nl-heading nl-heading--level-2">{t.board.planned}</h2>
      <ul class="board__planned">
        {visits.map((visit) => (
          <PlannedRow
            key={visit.id}
            visit={visit}
            time={visit.plannedStart ? timeOrDay(visit.plannedStart, now) : ""}
            late={visit.plannedStart !== null && Date.parse(visit.plannedStart) <= now}
            onDone={onDone}
            onCancel={onCancel}
          />
        ))}
      </ul>
    </section>
  );
});

interface RowProps extends Omit<Props, "visits" | "now"> {
  visit: BoardVisit;
  time: string;
  late: boolean;
}

const PlannedRow = memo(({ visit, time, late, onDone, onCancel }: RowProps) => {
  const { name } = visit.worker;
  const phone = visit.silent || visit.quiet ? null : visit.worker.phone;
  const look = asksToLook(visit);
  const items: MenuItem[] = [];
  if (phone && look) items.push({ text: t.contact.call(name), href: telLink(phone), icon: "phone" });
  items.push({ text: t.board.cancel, onPress: () => onCancel(visit) });
  const along = alongOf(visit);
  const trouble = visit.expectsTrouble && t.trouble.row(visit.expectsTrouble);
  const lookUp = visit.waits?.lookUp ?? [];
  const below = [trouble, ...lookUp].filter(Boolean).join(". ");
  return (
    <li class="board__plan" data-row={visit.id}>
      <span class="digits strong">{time}</span>
      <span class="board__who">
        <span class="board__line" title={`${name}, ${visit.address}`}>
          <span class="strong">{name}</span>
          {along && <span class="soft"> {along}</span>}, {visit.address}
          {visit.kind !== "home_visit" && <Badge>{t.kinds.names[visit.kind]}</Badge>}
          {late && visit.plannedStart && <Badge tone="soon">{t.board.notStarted(clockTime(visit.plannedStart))}</Badge>}
        </span>
        {below && (
          <span class={`board__line ${trouble ? "board__trouble" : "soft"}`} title={below}>
            {below}
          </span>
        )}
      </span>
      <span class="row board__do" data-controls>
        <Ready visit={visit} onDone={onDone} />
        {visit.silent && <Badge tone="soon">{t.alarm.silentRow}</Badge>}
        {!visit.silent && visit.quiet && <Badge tone="soon">{t.alarm.quietRow}</Badge>}
        {phone && !look && (
          <ButtonLink href={telLink(phone)} size="small" look="quiet" icon="phone" label={t.contact.call(name)}>
            {t.board.call}
          </ButtonLink>
        )}
        <Menu
          text={t.board.more}
          label={t.board.moreOf(name)}
          about={[visit.address, along, below, phone ? phoneNumber(phone) : ""].filter(Boolean)}
          items={items}
        />
      </span>
    </li>
  );
});
