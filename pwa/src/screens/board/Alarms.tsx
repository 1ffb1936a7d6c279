import type { BoardAlarm } from "../../api/types";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";
import { AlarmRow } from "./AlarmRow";
import { fold } from "./fold";

interface Props {
  alarms: BoardAlarm[];
  unfolded: boolean;
  onUnfolded: (unfolded: boolean) => void;
  onDone: () => void;
}

/** The alarms, never filtered, and how many: not all fit a screen. Of many the gravest and the newest in full. */
export function Alarms({ alarms, unfolded, onUnfolded, onDone }: Props) {
  const { shown, more, untaken } = fold(alarms, unfolded);
  const many = more > 0 || fold(alarms, false).more > 0;
  return (
    <>
      {alarms.length > 1 && (
        <p class="board__many" role="status">
          {t.board.alarms(alarms.length)}
        </p>
      )}
      {shown.map((alarm) => (
        <AlarmRow key={alarm.id} alarm={alarm} onDone={onDone} />
      ))}
      {many && (
        <div class="board__fold not-on-paper">
          <Button look="alarm" size="small" onPress={() => onUnfolded(!unfolded)} expanded={unfolded}>
            {unfolded ? t.board.fewerAlarms : t.board.moreAlarms(more, untaken)}
          </Button>
        </div>
      )}
    </>
  );
}
