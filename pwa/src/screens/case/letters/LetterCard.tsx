import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { Letter } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { Behind, isReady, Lacking, LetterText, Signing } from "../../../letters/Signing";
import { Button, ButtonLink } from "../../../parts/Button";
import { Badge, Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import { DeliverForm, RefusalForm } from "./DeliverForm";
import { LetterEditor } from "./LetterEditor";

type Asked = "edit" | "sign" | "withdraw" | "deliver" | "refusal" | null;

/** One letter: what it says, who signed it, how it went, and what can be done with it now. */
export function LetterCard({ letter, again }: { letter: Letter; again: () => void }) {
  const [asked, setAsked] = useState<Asked>(null);
  const done = () => {
    setAsked(null);
    again();
  };
  const { busy, problem, act } = useAction(done);
  const draft = letter.state === "draft";
  const close = () => setAsked(null);
  return (
    <article class="letter stack stack-tight" aria-label={letter.name}>
      <div class="row">
        <h3 class="nl-heading nl-heading--level-3 grow anywhere">{letter.name}</h3>
        <Badge tone={draft ? "soon" : letter.state === "delivered" ? "watched" : "plain"}>
          {t.letters.states[letter.state]}
        </Badge>
      </div>
      <p class="anywhere">
        {[
          letter.addressee.name ? t.letters.to(letter.addressee.name) : t.letters.nobody,
          letter.number && t.letters.number(letter.number),
        ]
          .filter(Boolean)
          .join(". ")}
      </p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {draft && <Lacking letter={letter} />}
      <Behind letter={letter} />
      <details>
        <summary class="incident-summary">{t.letters.text}</summary>
        <LetterText letter={letter} />
      </details>
      <Signatures letter={letter} />
      {letter.delivered && (
        <p class="anywhere">
          {t.letters.delivered(
            t.letters.ways[letter.delivered.how],
            longDay(letter.delivered.at),
            letter.delivered.by.name,
          )}{" "}
          {letter.receiptDue ? t.letters.onItsWay : t.letters.receiptWas[letter.delivered.receipt]}{" "}
          {letter.delivered.note}
        </p>
      )}
      {letter.refusal && (
        <p class="anywhere">
          {t.app.colon(t.letters.refusalBy(letter.refusal.by.name, longDay(letter.refusal.at)))} {letter.refusal.what}
        </p>
      )}
      <div class="row">
        {letter.maySign && isReady(letter) && <Button onPress={() => setAsked("sign")}>{t.letters.sign}</Button>}
        {letter.mayWrite && (
          <Button look="quiet" onPress={() => setAsked("edit")}>
            {t.letters.edit}
          </Button>
        )}
        {letter.mayDeliver && !letter.delivered && (
          <Button onPress={() => setAsked("deliver")}>{t.letters.deliver}</Button>
        )}
        {letter.mayDeliver && letter.receiptDue && (
          <Button onPress={() => setAsked("deliver")}>{t.letters.arrived}</Button>
        )}
        {letter.mayDeliver && letter.refusalDue && (
          <Button onPress={() => setAsked("refusal")}>{t.letters.refusal}</Button>
        )}
        <ButtonLink file look="quiet" href={`/v1/letters/${letter.id}/letter.pdf`}>
          {draft ? t.letters.preview : t.letters.pdf}
        </ButtonLink>
        {letter.missing.length === 0 && (
          <ButtonLink file look="quiet" href={`/v1/letters/${letter.id}/letter.docx`}>
            {t.letters.docx}
          </ButtonLink>
        )}
        {letter.mayWrite && (
          <Button look="plain" onPress={() => setAsked("withdraw")}>
            {t.letters.withdraw}
          </Button>
        )}
      </div>
      {asked === "edit" && <LetterEditor letter={letter} onClose={close} onDone={done} />}
      {asked === "deliver" && <DeliverForm letter={letter} onClose={close} onDone={done} />}
      {asked === "refusal" && <RefusalForm letter={letter} onClose={close} onDone={done} />}
      {asked === "sign" && (
        <Sheet title={letter.name} onClose={close}>
          <LetterText letter={letter} />
          <Signing letter={letter} onDone={done} />
        </Sheet>
      )}
      {asked === "withdraw" && (
        <Sheet title={t.letters.sureWithdraw} onClose={close}>
          <Button wide busy={busy !== null} onPress={() => void act("withdraw", () => api.withdrawLetter(letter.id))}>
            {t.letters.withdraw}
          </Button>
        </Sheet>
      )}
    </article>
  );
}

function Signatures({ letter }: { letter: Letter }) {
  return (
    <ul class="stack stack-tight">
      {letter.signers.map((one) => (
        <li key={one.function} class="anywhere">
          {one.signedBy && one.signedAt
            ? t.letters.signedBy(one.words, one.signedBy.name, longDay(one.signedAt))
            : t.letters.waitsFor(one.words)}
        </li>
      ))}
    </ul>
  );
}
