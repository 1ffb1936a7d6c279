import { api } from "../../../api/later";
import type { Against, PoliceKind, PoliceMatter, WholeIncident } from "../../../api/types";
import { asNamed } from "../../../app/filling";
import { useForm } from "../../../app/useForm";
import { Button } from "../../../parts/Button";
import { ChooseOne } from "../../../parts/Chips";
import { TextArea, TextField } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { WhatCameOfIt, WhereReported } from "../../../police/PoliceFields";
import { t } from "../../../texts/later";
import { beginPolice, checkDecided, checkNoted, type PoliceForm } from "./police-form";

interface Props {
  incident: WholeIncident;
  against: Against;
  /** null: nothing was decided yet. */
  matter: PoliceMatter | null;
  /** Somebody else notes that the employee was at the police. */
  went: boolean;
  /** Whom it was done to need not say why it is not reported. */
  free: boolean;
  onClose: () => void;
  onDone: () => void;
}

const KINDS: PoliceKind[] = ["report", "notification", "none"];

/** What is decided, or how it went. Nobody types an address: it is the protocol's. */
export function PoliceSheet({ incident, against, matter, went, free, onClose, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm<
    PoliceForm,
    object,
    () => Promise<unknown>,
    unknown
  >({
    begin: () => beginPolice(matter),
    check: (filled) => {
      if (matter) {
        const { errors, body } = checkNoted(filled, matter);
        return { errors, body: body && (() => api.notePolice(incident.id, against, body)) };
      }
      const { errors, body } = checkDecided(filled, against, went ? incident.employee.id : null);
      return { errors, body: body && (() => api.decidePolice(incident.id, body)) };
    },
    at: asNamed(
      "kind",
      "why",
      "on",
      "where",
      "number",
      "literally",
      "means",
      "motive",
      "copyOfRecord",
      "toldOn",
      "agreedOn",
      "outcome",
      "outcomeNote",
    ),
    send: (call) => call(),
    onDone: () => onDone(),
  });
  const mayChoose = matter === null || matter.mayDecide;
  const kinds = KINDS.filter((one) => !(went && one === "none"));
  const closed = incident.state === "closed";
  const reported = form.kind === "report" || form.kind === "notification";
  return (
    <Sheet title={t.police.against[against] ?? t.police.title} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={() => send()}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {mayChoose && (
          <ChooseOne
            legend={t.police.which}
            chips={kinds.map((one) => ({ value: one, text: t.police.kind[one] ?? one }))}
            value={form.kind}
            error={said("kind")}
            onValue={(kind) => change({ kind })}
          />
        )}
        {form.kind === "none" && (
          <TextArea
            label={t.police.why}
            hint={free ? t.police.whyFree : undefined}
            value={form.why}
            error={said("why")}
            input={{ maxLength: 2000 }}
            onValue={(why) => change({ why })}
          />
        )}
        {reported && !closed && (
          <>
            <TextArea
              label={t.police.literalWords}
              value={form.literally}
              error={said("literally")}
              input={{ maxLength: 5000 }}
              onValue={(literally) => change({ literally })}
            />
            <TextField
              label={t.police.means}
              value={form.means}
              error={said("means")}
              input={{ maxLength: 500 }}
              onValue={(means) => change({ means })}
            />
            <TextArea
              label={t.police.motive}
              value={form.motive}
              error={said("motive")}
              input={{ maxLength: 2000 }}
              onValue={(motive) => change({ motive })}
            />
          </>
        )}
        {reported && <WhereReported form={form} said={said} change={change} />}
        {reported && matter && <WhatCameOfIt form={form} said={said} change={change} />}
        <Button submit wide busy={busy !== null}>
          {t.police.save}
        </Button>
      </Form>
    </Sheet>
  );
}
