import "./trouble.css";
import { useState } from "preact/hooks";
import type { Visit } from "../api/types";
import { useStore } from "../app/store";
import { Button, ButtonLink } from "../parts/Button";
import { CheckField, TextArea } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { press, waiting } from "../queue/queue";
import { useProfile, useSession } from "../session/context";
import { t } from "../texts";
import { NO_TROUBLE, troubleOut, whyMissing, type TroubleForm } from "./trouble-form";

const MOST = 200;

interface FieldsProps {
  form: TroubleForm;
  teamId: string;
  error?: string | undefined;
  onForm: (change: Partial<TroubleForm>) => void;
}

/** A switch, why, and what happens then by the protocol. */
export function TroubleFields({ form, teamId, error, onForm }: FieldsProps) {
  const profile = useProfile(teamId);
  const follows = profile?.trouble;
  const signs = profile?.riskSigns ?? [];
  const words = t.trouble;
  const asksPolice = follows && (follows.police || form.policeWanted);
  return (
    <div class="stack stack-tight">
      <CheckField label={words.expect} checked={form.expected} onChecked={(expected) => onForm({ expected })} />
      {signs.length > 0 && (
        <details class="trouble__signs">
          <summary>{words.signs}</summary>
          <ul>
            {signs.map((sign) => (
              <li key={sign}>{sign}</li>
            ))}
          </ul>
        </details>
      )}
      {form.expected && (
        <>
          <TextArea
            label={words.why}
            hint={words.whyHint}
            error={error}
            value={form.why}
            onValue={(why) => onForm({ why })}
            input={{ maxLength: MOST }}
          />
          {follows && !follows.police && (
            <CheckField
              label={words.police}
              checked={form.policeWanted}
              onChecked={(policeWanted) => onForm({ policeWanted })}
            />
          )}
          {follows && (
            <p class="soft" role="status">
              {words.follows(follows.pair, asksPolice ? follows.whom : null, follows.callMinutes)}
            </p>
          )}
        </>
      )}
    </div>
  );
}

/** Said, by whom and why; who said it takes it back until the visit starts, and may propose a mark. */
export function TroubleSaid({ visit }: { visit: Visit }) {
  const { me } = useSession();
  const words = t.trouble;
  const taking = useStore(waiting).some((one) => one.kind === "no-trouble" && one.subject === visit.id && !one.refused);
  if (!visit.expectsTrouble) return null;
  const own = visit.troubleSaidBy?.id === me.id;
  const title = own ? words.youExpect : words.expects(visit.troubleSaidBy?.name ?? visit.worker.name);
  return (
    <Notice tone="soon" title={title}>
      <p class="anywhere">{visit.expectsTrouble}</p>
      {visit.youSaidIt && !own && <p>{words.youToo}</p>}
      {visit.youSaidIt && visit.state === "planned" && (
        <Button look="quiet" busy={taking} onPress={() => void press({ kind: "no-trouble", subject: visit.id })}>
          {words.takeBack}
        </Button>
      )}
      {visit.youSaidIt && (
        <ButtonLink look="plain" href={`/risk-addresses/propose?visit=${visit.id}`}>
          {words.propose}
        </ButtonLink>
      )}
    </Notice>
  );
}

/** Said of a visit that goes on. Folded and named for nothing: a resident may look along. */
export function TellTrouble({ visit }: { visit: Visit }) {
  const [form, setForm] = useState(NO_TROUBLE);
  if (visit.expectsTrouble) {
    return (
      <details class="card trouble__folded">
        <summary>{t.trouble.toTell}</summary>
        <TroubleSaid visit={visit} />
      </details>
    );
  }
  return (
    <details class="card trouble__folded">
      <summary>{t.trouble.toTell}</summary>
      <SayTrouble visit={visit} form={form} onForm={(part) => setForm((now) => ({ ...now, ...part }))}>
        {t.trouble.say}
      </SayTrouble>
    </details>
  );
}

interface SayProps extends Omit<FieldsProps, "teamId"> {
  visit: Visit;
  /** What its button says: that it is said before the check-in, so that somebody can still come along, or while it goes on. */
  children: string;
}

/** Filled in about a visit that is known, and said by a button of its own. */
export function SayTrouble({ visit, form, error, onForm, children }: SayProps) {
  const [stumbles, setStumbles] = useState(0);
  const waits = useStore(waiting).some((one) => one.kind === "trouble" && one.subject === visit.id && !one.refused);
  const say = () => {
    const said = troubleOut(form);
    if (said) {
      const { expectsTrouble: why, policeWanted } = said;
      void press({ kind: "trouble", subject: visit.id, body: { why, policeWanted } });
    } else if (form.expected) setStumbles((n) => n + 1);
  };
  return (
    <Form class="stack stack-tight" stumbles={stumbles} onSend={say}>
      <TroubleFields
        form={form}
        teamId={visit.team.id}
        error={stumbles > 0 && whyMissing(form) ? t.wrong.reason : error}
        onForm={onForm}
      />
      {form.expected && (
        <Button submit look="quiet" busy={waits}>
          {children}
        </Button>
      )}
    </Form>
  );
}
