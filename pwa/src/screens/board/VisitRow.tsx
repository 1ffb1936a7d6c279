import { api } from "../../api/later";
import type { BoardAlarm, BoardVisit } from "../../api/types";
import { memo } from "../../app/memo";
import { useAction } from "../../app/useAction";
import { NextStep } from "../../desk/NextStep";
import { Button, ButtonLink } from "../../parts/Button";
import { Menu, type MenuItem } from "../../desk/Menu";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { clockTime, phoneNumber, telLink } from "../../time/format";
import { alongOf } from "./along";
import { nextOf } from "./next";
import { Then } from "./Then";

interface Props {
  visit: BoardVisit;
  alarm: BoardAlarm | null;
  teams: boolean;
  onDone: () => void;
  onCheckOut: (visit: BoardVisit) => void;
}

/** A visit under way: who is where, until when, what comes next; one button, and a menu with the rest. */
export const VisitRow = memo(({ visit, alarm, teams, onDone, onCheckOut }: Props) => {
  const { busy, problem, act } = useAction(onDone);
  const next = nextOf(visit);
  const along = alongOf(visit);
  const beside = [along, visit.phonedOnly ? t.board.phonedOnly : ""].filter(Boolean).join(". ");
  const trouble = visit.expectsTrouble && t.trouble.row(visit.expectsTrouble);
  const below = trouble || (teams ? visit.team.name : "");
  const [, , when, , duty] = t.board.columns;
  return (
    <tr class={`board__row${next.now || visit.alarm ? " board__now" : ""}`} data-row={visit.id}>
      <th scope="row">
        <span class={`board__line strong${beside ? "" : " board__line--two"}`} title={visit.worker.name}>
          {visit.worker.name}
          {visit.drill && <Badge>{t.alarm.drill}</Badge>}
          {visit.kind !== "home_visit" && <Badge>{t.kinds.names[visit.kind]}</Badge>}
        </span>
        {beside && (
          <span class="board__line soft" title={beside}>
            {beside}
          </span>
        )}
      </th>
      <td>
        <span class={`board__line${below ? "" : " board__line--two"}`} title={visit.address}>
          {visit.address}
        </span>
        {below && (
          <span class={`board__line ${trouble ? "board__trouble" : "soft"}`} title={below}>
            {below}
          </span>
        )}
      </td>
      <td class="digits" data-label={when}>
        {t.board.span(visit.startedAt ? clockTime(visit.startedAt) : "", clockTime(visit.expectedEnd))}
      </td>
      <td class={`board__what${visit.alarm ? " board__what--alarm" : ""}`}>
        <WhatNow visit={visit} alarm={alarm} />
        {problem && (
          <p class="field__error" role="alert">
            {problem}
          </p>
        )}
      </td>
      <td data-label={duty}>
        {visit.onDuty.length === 0 && <Badge tone="soon">{t.board.nobody}</Badge>}
        {visit.onDuty.length > 0 && (
          <span class="board__line board__line--two" title={t.list(visit.onDuty)}>
            {t.list(visit.onDuty)}
          </span>
        )}
        {visit.onDuty.length > 0 && visit.managersOnly && <Badge tone="soon">{t.board.unwatched}</Badge>}
      </td>
      <td>
        <Do
          visit={visit}
          about={[visit.worker.name, visit.address, along, trouble, visit.well && next.text].filter(
            (line): line is string => Boolean(line),
          )}
          busy={busy !== null}
          onAsk={() => void act("ask", () => api.askVisit(visit.id))}
          onSay={(result) => void act(result, () => api.checkCall(visit.id, result))}
          onCheckOut={() => onCheckOut(visit)}
        />
      </td>
    </tr>
  );
});

function WhatNow({ visit, alarm }: Pick<Props, "visit" | "alarm">) {
  const next = nextOf(visit);
  const hushed = visit.silent ? t.alarm.silentRow : visit.quiet ? t.alarm.quietRow : "";
  const badge = next.text && (next.now ? <Badge tone="soon">{next.text}</Badge> : next.text);
  const link = visit.alarm && (
    <a class="nl-link board__alarm-link" href={`/alarms/${visit.alarm.id}`}>
      {t.board.alarmRuns}
    </a>
  );
  // Where the second line says that nobody rings, what comes next stands beside the first.
  const beside = hushed && alarm && (
    <span class="board__coming soft">
      <NextStep alarm={alarm} />
    </span>
  );
  return (
    <>
      {link ? (
        <span class="board__line board__alarm-line">
          {link}
          {beside}
        </span>
      ) : (
        badge && (
          <span class="board__line" title={next.text}>
            {badge}
          </span>
        )
      )}
      {hushed ? (
        <span class={`board__line board__trouble${visit.alarm ? "" : " board__line--two"}`} title={hushed}>
          {hushed}
        </span>
      ) : (
        <span class="board__coming soft">
          {alarm ? <NextStep alarm={alarm} /> : !visit.alarm && <Then next={visit.next} />}
        </span>
      )}
    </>
  );
}

interface DoProps {
  visit: BoardVisit;
  about: string[];
  busy: boolean;
  onAsk: () => void;
  onSay: (result: "ok" | "not_ok" | "no_answer") => void;
  onCheckOut: () => void;
}

function Do({ visit, about, busy, onAsk, onSay, onCheckOut }: DoProps) {
  const { name, phone } = visit.worker;
  // Who is inside a silent alarm is not phoned, not asked and not checked out by anybody.
  const number = visit.silent || visit.quiet ? null : phone;
  const asked = visit.checkCall === "asked";
  const main = visit.alarm ? "alarm" : number ? "call" : visit.silent ? null : "ask";
  const items: MenuItem[] = [];
  if (!visit.silent) {
    if (asked) {
      items.push({ text: t.board.well, onPress: () => onSay("ok") });
      items.push({ text: t.board.notWell, onPress: () => onSay("not_ok") });
      items.push({ text: t.board.noAnswer, onPress: () => onSay("no_answer") });
    }
    if (number && main === "alarm") items.push({ text: t.contact.call(name), href: telLink(number), icon: "phone" });
    if (!asked && main !== "ask") items.push({ text: t.board.ask, onPress: onAsk });
    items.push({ text: t.board.checkOut, onPress: onCheckOut });
  }
  const outcome = asked && main === "call";
  return (
    <div class="board__buttons" data-controls>
      {main === "alarm" && visit.alarm && (
        <ButtonLink href={`/alarms/${visit.alarm.id}`} size="small" look="quiet" label={t.board.toAlarmOf(name)}>
          {t.board.toAlarm}
        </ButtonLink>
      )}
      {main === "call" && number && (
        <ButtonLink
          href={telLink(number)}
          size="small"
          look={asked ? "main" : "quiet"}
          icon="phone"
          label={t.contact.call(name)}
        >
          {t.board.call}
        </ButtonLink>
      )}
      {main === "ask" && !asked && (
        <Button size="small" look="quiet" busy={busy} onPress={onAsk}>
          {t.board.ask}
        </Button>
      )}
      {items.length > 0 && (
        <Menu
          text={outcome ? t.board.outcome : t.board.more}
          label={outcome ? t.board.outcomeOf(name) : t.board.moreOf(name)}
          about={number ? [...about, phoneNumber(number)] : about}
          items={items}
        />
      )}
    </div>
  );
}
