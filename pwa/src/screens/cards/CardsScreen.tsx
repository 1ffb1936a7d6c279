import "./cards.css";
import { ButtonLink } from "../../parts/Button";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { phoneNumber, telLink } from "../../time/format";

/** What to do, readable at arm's length, there without a network. */
export function CardsScreen() {
  const { protocol } = useSession();
  const cards = [...(protocol?.cards ?? [])].sort((a, b) => Number(b.emergency) - Number(a.emergency));
  return (
    <Screen title={t.cards.title}>
      {cards.length === 0 && <p class="soft">{t.cards.none}</p>}
      {cards.map((card) => (
        <details key={card.title} class={`card instruction${card.emergency ? " instruction--emergency" : ""}`}>
          <summary class="instruction__title anywhere">{card.title}</summary>
          <ol class="instruction__steps">
            {card.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {card.emergency && protocol && (
            <ButtonLink href={telLink(protocol.emergencyNumber)} look="quiet" wide icon="phone">
              {t.contact.callEmergency(protocol.emergencyNumber)}
            </ButtonLink>
          )}
        </details>
      ))}
      {protocol?.nonUrgentNumber && (
        <ButtonLink href={telLink(protocol.nonUrgentNumber)} look="quiet" wide icon="phone">
          {t.cards.nonUrgent(phoneNumber(protocol.nonUrgentNumber))}
        </ButtonLink>
      )}
      {protocol && <p class="soft">{t.cards.from(protocol.name)}</p>}
    </Screen>
  );
}
