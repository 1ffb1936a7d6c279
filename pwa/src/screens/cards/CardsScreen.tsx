import "./cards.css";
import type { Card, Protocol } from "../../api/types";
import { ButtonLink } from "../../parts/Button";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { phoneNumber, telLink } from "../../time/format";
import { InstructionCard } from "./InstructionCard";

/** What to do, readable at arm's length, there without a network. */
export function CardsScreen() {
  const { protocol } = useSession();
  const places = byPlace(protocol?.cards ?? []);
  return (
    <Screen title={t.cards.title}>
      {places.length === 0 && <p class="soft">{t.cards.none}</p>}
      {protocol &&
        places.map(([place, cards]) => (
          <section key={place} class="instructions" aria-label={t.cards.place[place]}>
            <h2 class="instructions__place">{t.cards.place[place]}</h2>
            {cards.map((card) => (
              <InstructionCard key={card.title} card={card} protocol={protocol} />
            ))}
          </section>
        ))}
      {protocol && <OtherNumbers protocol={protocol} />}
      {protocol && <p class="soft">{t.cards.from(protocol.name)}</p>}
    </Screen>
  );
}

function OtherNumbers({ protocol }: { protocol: Protocol }) {
  return (
    <>
      {protocol.nonUrgentNumber && (
        <ButtonLink href={telLink(protocol.nonUrgentNumber)} look="quiet" wide icon="phone">
          {t.cards.call.non_urgent(phoneNumber(protocol.nonUrgentNumber))}
        </ButtonLink>
      )}
      {protocol.helpLine && (
        <ButtonLink href={telLink(protocol.helpLine)} look="quiet" wide icon="phone">
          {t.cards.call.help_line(protocol.helpLine)}
        </ButtonLink>
      )}
    </>
  );
}

type Place = keyof typeof t.cards.place;

/** The cards of one place together, in the order of the protocol; within it those for an emergency first. */
function byPlace(cards: Card[]): [Place, Card[]][] {
  const found = new Map<Place, Card[]>();
  for (const card of cards) {
    const place = card.place ?? "anywhere";
    found.set(place, [...(found.get(place) ?? []), card]);
  }
  return [...found].map(([place, here]) => [
    place,
    [...here].sort((a, b) => Number(b.emergency) - Number(a.emergency)),
  ]);
}
