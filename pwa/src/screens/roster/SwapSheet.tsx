import { api } from "../../api/later";
import type { Named, Turn } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts/later";
import { dayOfMonth } from "../../time/format";
import { checkSwap, nobodyYet } from "./swap";

interface Props {
  teamId: string;
  turn: Turn;
  people: Named[];
  onClose: () => void;
  onDone: () => void;
}

/** Who takes this one turn? They get an SMS, and it is only theirs once they say yes. */
export function SwapSheet({ teamId, turn, people, onClose, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: nobodyYet,
    check: (filled) => checkSwap(filled, turn),
    at: asNamed("toId"),
    send: (body) => api.askSwap(teamId, body),
    onDone,
  });
  const others = people.filter((person) => person.id !== turn.person.id);
  return (
    <Sheet title={t.roster.swapTitle} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>
          {t.app.colon(turn.person.name)} {dayOfMonth(turn.day)}, {t.roster.hours(turn.from, turn.until)}.
        </p>
        <SelectField
          label={t.roster.swapTo}
          hint={t.roster.swapHint}
          value={form.toId}
          error={said("toId")}
          onValue={(toId) => change({ toId })}
          options={[
            { value: "", text: t.roster.somebody },
            ...others.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <Button submit wide busy={busy !== null}>
          {t.roster.ask}
        </Button>
      </Form>
    </Sheet>
  );
}
