import type { BoardAlarm, BoardVisit } from "../../api/types";
import { memo } from "../../app/memo";
import { t } from "../../texts/later";
import { VisitRow } from "./VisitRow";

interface Props {
  visits: BoardVisit[];
  alarms: BoardAlarm[];
  /** Whether there is more than one, so that a row says of which it is. */
  teams: boolean;
  onDone: () => void;
  onCheckOut: (visit: BoardVisit) => void;
}

/** Who is on a visit. A row is drawn again only when something in it changed. */
export const VisitTable = memo(({ visits, alarms, teams, onDone, onCheckOut }: Props) => {
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  return (
    <div class="board__table">
      <table>
        <caption class="only-read-aloud">{t.board.title}</caption>
        <thead>
          <tr class="board__row">
            {t.board.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <VisitRow
              key={visit.id}
              visit={visit}
              alarm={(visit.alarm && byId.get(visit.alarm.id)) ?? null}
              teams={teams}
              onDone={onDone}
              onCheckOut={onCheckOut}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
});
