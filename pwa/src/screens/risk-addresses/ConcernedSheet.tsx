import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { PersonConcerned } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { TextArea, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts";
import type { OfMark } from "./MarkSheets";

type Field = keyof PersonConcerned;

/** What the person concerned was told, and what they said to it. */
export function ConcernedSheet({ mark, onClose, onDone }: OfMark) {
  const [noted, setNoted] = useState<PersonConcerned>(mark.personConcerned);
  const { busy, problem, act } = useAction(onDone);
  const whole = noted.objectedOn ? noted : { ...noted, objection: null, objectionOutcome: null };
  const words = t.marks.concerned;
  const of = (name: Field) => ({
    value: noted[name] ?? "",
    onValue: (value: string) => setNoted((now) => ({ ...now, [name]: value.trim() === "" ? null : value })),
  });
  return (
    <Sheet title={words.title} onClose={onClose}>
      <p class="anywhere">{mark.personName ?? mark.address.line}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField label={words.informedOn} type="date" {...of("informedOn")} />
      <TextField label={words.notInformed} {...of("notInformedBecause")} />
      <TextField label={words.objectedOn} type="date" {...of("objectedOn")} />
      {noted.objectedOn && (
        <>
          <TextArea label={words.objection} {...of("objection")} />
          <TextArea label={words.outcome} {...of("objectionOutcome")} />
        </>
      )}
      <Button wide busy={busy !== null} onPress={() => void act("note", () => api.notePersonConcerned(mark.id, whole))}>
        {t.marks.save}
      </Button>
    </Sheet>
  );
}
