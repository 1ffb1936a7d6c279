import { askForNotifications, notifications } from "../../desk/notify";
import { sound, turnSound } from "../../desk/sound";
import { useHeld } from "../../app/held";
import { useStore } from "../../app/store";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";

/** How an alarm reaches who does not look at the screen: by sound, and by a notification of the computer itself. */
export function SoundSwitch() {
  const now = useHeld(useStore(sound));
  const allowed = useStore(notifications);
  return (
    <>
      <Button look="quiet" size="small" pressed={now === "on"} onPress={() => turnSound(now)}>
        {now === "on" ? t.board.soundOn : now === "off" ? t.board.soundOff : t.board.soundWaits}
      </Button>
      {allowed === "default" && (
        <Button look="quiet" size="small" onPress={() => void askForNotifications()}>
          {t.board.notifyOff}
        </Button>
      )}
      {allowed === "denied" && <span class="soft">{t.board.notifyRefused}</span>}
    </>
  );
}
