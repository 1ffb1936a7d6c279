import type { Card, CardStep, Profile } from "../../api/types";
import { ButtonLink } from "../../parts/Button";
import { t } from "../../texts/later";
import { phoneNumber, telLink } from "../../time/format";

/** One card: its first line is there at once, the rest unfolds. */
export function InstructionCard({ card, protocol }: { card: Card; protocol: Profile }) {
  const toDo = stepsOf(card);
  const follows = card.follows ?? [];
  const called = [...toDo, ...follows].some((step) => step.call === "emergency");
  return (
    <details class={`card instruction${card.emergency ? " instruction--emergency" : ""}`}>
      <summary class="instruction__head anywhere">
        <span class="instruction__title">{card.title}</span>
        <span class="instruction__first">{toDo[0]?.text}</span>
      </summary>
      <Steps steps={toDo} protocol={protocol} />
      {card.emergency && !called && <CallButton number="emergency" protocol={protocol} />}
      {follows.length > 0 && (
        <>
          <h3 class="instruction__follows">{t.cards.follows}</h3>
          <Steps steps={follows} protocol={protocol} />
        </>
      )}
    </details>
  );
}

function Steps({ steps, protocol }: { steps: CardStep[]; protocol: Profile }) {
  return (
    <ol class="instruction__steps">
      {steps.map((step) => (
        <li key={step.text}>
          <div class="instruction__step">
            {step.who !== "employee" && <span class="instruction__who">{t.cards.who[step.who]}</span>}
            <span class="instruction__text anywhere">{step.text}</span>
            {step.call && <CallButton number={step.call} protocol={protocol} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A link to the phone's own dialler: nothing is dialled until a human presses it. */
function CallButton({ number, protocol }: { number: NonNullable<CardStep["call"]>; protocol: Profile }) {
  const dialled = {
    emergency: protocol.emergencyNumber,
    non_urgent: protocol.nonUrgentNumber,
    help_line: protocol.helpLine,
  }[number];
  if (!dialled) return null;
  return (
    <div class="instruction__call">
      <ButtonLink href={telLink(dialled)} look={number === "emergency" ? "main" : "quiet"} wide icon="phone">
        {t.cards.call[number](phoneNumber(dialled))}
      </ButtonLink>
      {number === "emergency" && protocol.emergencySay && <p class="instruction__say">{protocol.emergencySay}</p>}
    </div>
  );
}

/** A phone may still hold the protocol as an earlier version of the server told it: the texts alone. */
function stepsOf(card: Card): CardStep[] {
  const told = card.toDo as CardStep[] | undefined;
  return told ?? card.steps.map((text) => ({ who: "employee", text, call: null }));
}
