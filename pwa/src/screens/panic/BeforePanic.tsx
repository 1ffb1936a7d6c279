import { useState } from "preact/hooks";
import { Button, ButtonLink } from "../../parts/Button";
import { HoldButton } from "../../parts/HoldButton";
import { Screen } from "../../parts/Screen";
import { warmUp } from "../../panic/location";
import { useRaise } from "../../panic/useRaise";
import { t } from "../../texts";
import { telLink } from "../../time/format";
import { useEmergencyNumber } from "../../visits/emergency";

export function BeforePanic() {
  const raise = useRaise();
  const emergency = useEmergencyNumber();
  const [sure, setSure] = useState(false);
  return (
    <Screen
      title={t.panic.title}
      foot={
        <ButtonLink href={telLink(emergency)} look="quiet" wide size="large" icon="phone">
          {t.contact.callEmergency(emergency)}
        </ButtonLink>
      }
    >
      <p id="panic-how" class="panic__how">
        {t.panic.how}
      </p>
      <HoldButton
        size="screen"
        label={t.panic.holdLabel}
        describedBy="panic-how"
        onTouch={() => void warmUp()}
        onHeld={raise}
      >
        {t.panic.hold}
      </HoldButton>
      <div class="panic__plain stack stack-tight">
        {sure ? (
          <>
            <p class="strong" role="status">
              {t.panic.sure}
            </p>
            {/* On a low phone the answers came in under the emergency number. */}
            <div class="visit__answers" ref={(one) => one?.scrollIntoView?.({ block: "nearest" })}>
              <Button look="alarm" onPress={raise}>
                {t.panic.yesNow}
              </Button>
              <Button look="quiet" onPress={() => setSure(false)}>
                {t.panic.no}
              </Button>
            </div>
          </>
        ) : (
          <Button look="quiet" wide onPress={() => setSure(true)}>
            {t.panic.plain}
          </Button>
        )}
      </div>
      <p class="soft">{t.panic.what}</p>
    </Screen>
  );
}
