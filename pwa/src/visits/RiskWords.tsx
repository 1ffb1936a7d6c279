import type { Advice, RiskAnswer } from "../api/types";
import { Badge, Notice } from "../parts/Notice";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { timeOrDay } from "../time/format";

interface Props {
  risk: RiskAnswer;
  /** On a card: the instruction and nothing else. */
  brief?: boolean;
}

/** What the register says, as an instruction. Never the story, and never "no risk". */
export function RiskWords({ risk, brief }: Props) {
  if (!risk.checked || risk.advice === null) {
    const title = risk.noAddress ? t.risk.noAddress : t.risk.unchecked;
    return brief ? (
      <Badge tone="soon">{title}</Badge>
    ) : (
      <Notice tone="soon" title={title}>
        <p>{risk.noAddress ? t.risk.noAddressText : t.risk.uncheckedText}</p>
      </Notice>
    );
  }
  const words = risk.advice.map((advice) => t.risk.advice[advice as Advice] ?? advice);
  const instructions = risk.instructions.filter((one) => !words.includes(one.replace(/\.$/, "")));
  // Nothing more than that: what stands there is about somebody else.
  const beside = risk.sameBuilding && <p class="strong">{t.risk.sameBuilding}</p>;
  if (words.length + instructions.length === 0) {
    return (
      <>
        {/* What was looked up on Friday says so on Monday: the register may have changed since. */}
        <p class="soft">
          {risk.checkedAt ? t.risk.nothingAt(timeOrDay(risk.checkedAt, serverClock.now())) : t.risk.nothing}
        </p>
        {beside}
      </>
    );
  }
  if (brief) {
    return (
      <div class="row">
        {(words.length > 0 ? words : instructions).map((word) => (
          <Badge key={word} tone="soon">
            {word}
          </Badge>
        ))}
        {beside}
      </div>
    );
  }
  return (
    <Notice tone="soon" title={words.join(". ") || instructions[0]}>
      {(words.length > 0 ? instructions : instructions.slice(1)).map((instruction) => (
        <p key={instruction}>{instruction}</p>
      ))}
      {risk.provisional && <p class="strong">{t.risk.provisional}</p>}
      {beside}
    </Notice>
  );
}
