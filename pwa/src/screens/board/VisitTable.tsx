import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { BoardVisit } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button, ButtonLink } from "../../parts/Button";
import { Badge } from "../../parts/Notice";
import { t } from "../../texts/later";
import { clockTime, telLink } from "../../time/format";
import { CheckOutFor } from "../../visits/CheckOutFor";
import { nextOf } from "./next";

interface Props {
  visits: BoardVisit[];
  onDone: () => void;
}

export function VisitTable({ visits, onDone }: Props) {
  return (
    <div class="board__table">
      <table>
        <caption class="only-read-aloud">{t.board.title}</caption>
        <thead>
          <tr>
            {t.board.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <VisitRow key={visit.id} visit={visit} onDone={onDone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VisitRow({ visit, onDone }: { visit: BoardVisit; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  const [checkingOut, setCheckingOut] = useState(false);
  const next = nextOf(visit);
  const asked = visit.checkCall === "asked";
  const say = (result: "ok" | "not_ok" | "no_answer") => () => void act(result, () => api.checkCall(visit.id, result));
  const [, when, until, what, duty] = t.board.columns;
  return (
    <tr class={next.now ? "board__now" : undefined}>
      <th scope="row" class="anywhere">
        {t.board.who([visit.worker.name, ...visit.companions.map((companion) => companion.name)])}
        {visit.drill && <Badge>{t.alarm.drill}</Badge>}
        {visit.kind !== "home_visit" && <Badge>{t.kinds.names[visit.kind]}</Badge>}
        <span class="board__where anywhere">{visit.address}</span>
        {visit.expectsTrouble && <span class="board__trouble anywhere">{t.trouble.row(visit.expectsTrouble)}</span>}
      </th>
      <td data-label={when} class="digits">
        {visit.startedAt ? clockTime(visit.startedAt) : ""}
      </td>
      <td data-label={until} class="digits">
        {clockTime(visit.expectedEnd)}
      </td>
      <td data-label={what}>
        {!visit.alarm && (next.now ? <Badge tone="soon">{next.text}</Badge> : <span class="soft">{next.text}</span>)}
        {visit.phonedOnly && <p class="soft">{t.board.phonedOnly}</p>}
        {visit.alarm && (
          <p>
            <a class="nl-link board__alarm-link" href={`/alarms/${visit.alarm.id}`}>
              {t.board.alarmRuns}
            </a>
          </p>
        )}
        {problem && (
          <p class="field__error" role="alert">
            {problem}
          </p>
        )}
      </td>
      <td data-label={duty} class="anywhere">
        {visit.onDuty.length === 0 ? <Badge tone="soon">{t.board.nobody}</Badge> : t.list(visit.onDuty)}
        {visit.onDuty.length > 0 && visit.managersOnly && <Badge tone="soon">{t.board.unwatched}</Badge>}
      </td>
      <td class="board__buttons">
        {visit.silent && <Badge tone="soon">{t.alarm.silentRow}</Badge>}
        {!visit.silent && (
          <div class="row">
            {visit.alarm?.quiet && <Badge tone="soon">{t.alarm.quietRow}</Badge>}
            {visit.worker.phone && !visit.alarm?.quiet && (
              <ButtonLink
                href={telLink(visit.worker.phone)}
                size="small"
                look={asked ? "main" : "quiet"}
                icon="phone"
                label={t.contact.call(visit.worker.name)}
              >
                {t.board.call}
              </ButtonLink>
            )}
            {asked ? (
              <>
                <Button size="small" onPress={say("ok")} busy={busy !== null}>
                  {t.board.well}
                </Button>
                <Button size="small" look="quiet" onPress={say("not_ok")} busy={busy !== null}>
                  {t.board.notWell}
                </Button>
                <Button size="small" look="quiet" onPress={say("no_answer")} busy={busy !== null}>
                  {t.board.noAnswer}
                </Button>
              </>
            ) : (
              <Button
                size="small"
                look="quiet"
                busy={busy !== null}
                onPress={() => void act("ask", () => api.askVisit(visit.id))}
              >
                {t.board.ask}
              </Button>
            )}
            <Button size="small" look="quiet" onPress={() => setCheckingOut(true)}>
              {t.board.checkOut}
            </Button>
          </div>
        )}
        {checkingOut && !visit.silent && (
          <CheckOutFor visit={visit} onClose={() => setCheckingOut(false)} onDone={onDone} />
        )}
      </td>
    </tr>
  );
}
