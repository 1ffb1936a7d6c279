import type { Visit } from "../../api/types";
import { Button } from "../../parts/Button";
import { Sheet } from "../../parts/Sheet";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";
import { clockTime } from "../../time/format";

interface Props {
  first: Visit;
  /** Checks out there, and then in here. */
  onLeave: () => void;
  onBoth: () => void;
  onClose: () => void;
}

/** A second visit begins while the first goes on: who forgot to check out there would be looked for there. */
export function StillThere({ first, onLeave, onBoth, onClose }: Props) {
  return (
    <Sheet title={t.checkIn.stillAt(shortLine(first.address.line))} onClose={onClose}>
      <p>{t.checkIn.stillAtText(clockTime(first.expectedEnd))}</p>
      <Button wide size="large" onPress={onLeave}>
        {t.checkIn.leaveThere}
      </Button>
      <Button wide look="quiet" onPress={onBoth}>
        {t.checkIn.both}
      </Button>
    </Sheet>
  );
}
