import "./cards.css";
import { useState } from "preact/hooks";
import type { Card, Profile } from "../../api/types";
import { isWorker } from "../../app/places";
import { useStore } from "../../app/store";
import { ButtonLink } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { profileOf, profilesOf } from "../../session/profile";
import { t } from "../../texts/later";
import { phoneNumber, telLink } from "../../time/format";
import { mineUnderWay, visits } from "../../visits/visits";
import { InstructionCard } from "./InstructionCard";
import { WalletCard } from "./WalletCard";

/** What to do, readable at arm's length, there without a network. */
export function CardsScreen() {
  const { me, protocol } = useSession();
  const all = profilesOf(protocol);
  const [chosen, setChosen] = useState<string | null>(null);
  const mine = mineUnderWay(useStore(visits).all, me.id)[0];
  const first = profileOf(protocol, mine?.team.id);
  const shown = all.find((one) => String(one.version) === chosen) ?? first;
  return (
    <Screen title={t.cards.title}>
      {!shown && <p class="soft">{t.cards.none}</p>}
      {/* Who works by two protocols reads one at a time: that of the visit first. */}
      {all.length > 1 && (
        <ChooseOne
          legend={t.cards.whose}
          chips={all.map((one) => ({ value: String(one.version), text: one.name }))}
          value={String(shown?.version)}
          onValue={setChosen}
          flow
        />
      )}
      {shown && <Cards key={shown.version} protocol={shown} />}
      {isWorker(me) && <WalletCard />}
    </Screen>
  );
}

function Cards({ protocol }: { protocol: Profile }) {
  return (
    <>
      {byPlace(protocol.cards).map(([place, cards]) => (
        <section key={place} class="instructions" aria-label={t.cards.place[place]}>
          <h2 class="instructions__place">{t.cards.place[place]}</h2>
          {cards.map((card) => (
            <InstructionCard key={card.title} card={card} protocol={protocol} />
          ))}
        </section>
      ))}
      <OtherNumbers protocol={protocol} />
      <p class="soft">{t.cards.from(protocol.name)}</p>
    </>
  );
}

function OtherNumbers({ protocol }: { protocol: Profile }) {
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
