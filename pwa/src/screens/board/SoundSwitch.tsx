import { askForNotifications, notifications } from "../../desk/notify";
import { sound, turnSound } from "../../desk/sound";
import { useHeld } from "../../app/held";
import { useStore } from "../../app/store";
import { Button } from "../../parts/Button";
import { PushSwitch } from "../../push/PushCard";
import { pushWay } from "../../push/push";
import { t } from "../../texts/later";

/** How an alarm reaches who does not look at the screen: by sound, and by a notification of the computer itself. */
export function SoundSwitch() {
  const now = useHeld(useStore(sound));
  const allowed = useStore(notifications);
  const way = useStore(pushWay);
  // A push needs the same permission, and its button asks for both.
  const isOffered = way === "off" || way === "lost";
  return (
    <>
      <Button look="quiet" size="small" pressed={now === "on"} onPress={() => turnSound(now)}>
        {now === "on" ? t.board.soundOn : now === "off" ? t.board.soundOff : t.board.soundWaits}
      </Button>
      {allowed === "default" && !isOffered && (
        <Button look="quiet" size="small" onPress={() => void askForNotifications()}>
          {t.board.notifyOff}
        </Button>
      )}
      <PushSwitch />
      {allowed === "denied" && <span class="soft">{t.board.notifyRefused}</span>}
    </>
  );
}
