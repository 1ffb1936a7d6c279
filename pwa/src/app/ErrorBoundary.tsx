import { Component, type ComponentChildren } from "preact";
import { Button, ButtonLink } from "../parts/Button";
import { BareAlarm } from "../panic/BareAlarm";
import { numbers } from "../session/session";
import { t } from "../texts";
import { telLink } from "../time/format";

/** An error of ours must not leave an empty screen: the noodknop and the emergency number stay, and a way to begin again. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const { emergency } = numbers.get();
    return (
      <div class="screen">
        <div class="screen__body stack" role="alert">
          <h1 class="nl-heading nl-heading--level-1">{t.app.crashed}</h1>
          <p>{t.app.crashedText}</p>
          <BareAlarm />
          <Button wide size="large" onPress={() => location.assign("/")}>
            {t.app.toStart}
          </Button>
          <ButtonLink href={telLink(emergency)} look="quiet" wide icon="phone">
            {t.contact.callEmergency(emergency)}
          </ButtonLink>
        </div>
      </div>
    );
  }
}
