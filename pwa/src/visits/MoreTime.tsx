import type { Profile, Visit } from "../api/types";
import { Button } from "../parts/Button";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { timeOrDay } from "../time/format";
import { serverClock } from "../time/clock";
import { longerBy } from "./until";

interface Props {
  visit: Visit;
  protocol: Profile | null;
  onMinutes: (minutes: number) => void;
  onClose: () => void;
}

/** How much longer, each in one press, with the time that it ends at. Only what the protocol allows. */
export function MoreTime({ visit, protocol, onMinutes, onClose }: Props) {
  const choices = longerBy(visit, protocol);
  return (
    <Sheet title={t.visitLater.howLong} onClose={onClose}>
      {choices.length === 0 && <p>{t.visitLater.noLonger}</p>}
      {choices.map(({ minutes, end }) => (
        <Button key={minutes} wide look="quiet" onPress={() => onMinutes(minutes)}>
          {t.visitLater.longer(minutes, timeOrDay(end, serverClock.now()))}
        </Button>
      ))}
    </Sheet>
  );
}
