import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Named, Turn } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts";
import { dayOfMonth } from "../../time/format";

interface Props {
  teamId: string;
  turn: Turn;
  people: Named[];
  onClose: () => void;
  onDone: () => void;
}

/** Who takes this one turn? They get an SMS, and it is only theirs once they say yes. */
export function SwapSheet({ teamId, turn, people, onClose, onDone }: Props) {
  const [to, setTo] = useState("");
  const { busy, problem, act } = useAction(onDone);
  const others = people.filter((person) => person.id !== turn.person.id);
  const ask = () =>
    void act("ask", () => api.askSwap(teamId, { shiftId: turn.shiftId ?? "", day: turn.day, toId: to }));
  return (
    <Sheet title={t.roster.swapTitle} onClose={onClose}>
      <p>
        {turn.person.name}: {dayOfMonth(turn.day)}, {t.roster.hours(turn.from, turn.until)}.
      </p>
      <SelectField
        label={t.roster.swapTo}
        hint={t.roster.swapHint}
        value={to}
        onValue={setTo}
        options={[{ value: "", text: t.roster.somebody }, ...others.map(({ id, name }) => ({ value: id, text: name }))]}
      />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button wide busy={busy !== null} disabled={to === ""} onPress={ask}>
        {t.roster.ask}
      </Button>
    </Sheet>
  );
}
