import type { NewCompanion, Visit } from "../api/types";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { useToCall } from "./numbers";
import { watchMoves } from "./watch-moves";

interface Props {
  visit: Visit | null;
  teamId: string;
  along: NewCompanion[];
}

/** Who watches now comes along, so somebody else does. Of now only: who is on duty on another day is not known here. */
export function WatchMoves({ visit, teamId, along }: Props) {
  const moves = watchMoves(
    useToCall(visit, teamId),
    along.map(({ personId }) => personId),
  );
  return moves && <Notice title={t.companions.watchMoves(moves.from, moves.to)} announce="politely" />;
}
