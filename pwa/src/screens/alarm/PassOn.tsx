import { api } from "../../api/later";
import type { Alarm } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { checkPassOn, toNobody, whoElse } from "./pass-on";

interface Props {
  alarm: Alarm;
  onClose: () => void;
  onDone: () => void;
}

/** Passing an alarm on; it stays with who has it until the other one takes it. */
export function PassOn({ alarm, onClose, onDone }: Props) {
  const { me } = useSession();
  // Without an answer there are still those who were told.
  const others = useFetch(
    () =>
      api.whoCanTake(alarm.id).then(
        (askable) => whoElse(alarm, askable, me.id),
        () => whoElse(alarm, null, me.id),
      ),
    alarm.id,
  ).value;
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: toNobody,
    check: checkPassOn,
    at: asNamed("personId"),
    send: (personId) => api.assign(alarm.id, personId),
    onDone: () => {
      onDone();
      onClose();
    },
  });
  return (
    <Sheet title={t.alarm.passOn} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.alarm.passOnText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {others?.length === 0 ? (
          <p class="strong">{t.alarm.passOnNobody}</p>
        ) : (
          <>
            <ChooseOne
              legend={t.alarm.toWhom}
              columns={1}
              chips={(others ?? []).map((person) => ({ value: person.id, text: person.name }))}
              value={form.personId}
              error={said("personId")}
              onValue={(personId) => change({ personId })}
            />
            <Button submit wide busy={busy !== null}>
              {t.alarm.passOn}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}
