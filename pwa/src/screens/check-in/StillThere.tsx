import type { Visit } from "../../api/types";
import { useSeconds } from "../../app/poll";
import { Button } from "../../parts/Button";
import { Sheet } from "../../parts/Sheet";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";
import { stateOfVisit } from "../../visits/state";
import { useFacts } from "../../visits/useWatchState";

interface Props {
  first: Visit;
  /** Checks out there, and then in here. */
  onLeave: () => void;
  onBoth: () => void;
  onClose: () => void;
}

/** A second visit begins while the first goes on: who forgot to check out there would be looked for there. */
export function StillThere({ first, onLeave, onBoth, onClose }: Props) {
  const facts = useFacts();
  const now = facts.visits.find(({ id }) => id === first.id) ?? first;
  useSeconds();
  return (
    <Sheet title={t.checkIn.stillAt(shortLine(first.address.line))} onClose={onClose}>
      <p>{stateOfVisit(now, facts).text}</p>
      <p>{t.checkIn.stillAtText}</p>
      <Button wide size="large" onPress={onLeave}>
        {t.checkIn.leaveThere}
      </Button>
      <Button wide look="quiet" onPress={onBoth}>
        {t.checkIn.both}
      </Button>
    </Sheet>
  );
}
