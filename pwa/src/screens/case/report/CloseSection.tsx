import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import { useAction } from "../../../app/useAction";
import { Button } from "../../../parts/Button";
import { TextArea } from "../../../parts/Field";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { clockTime, longDay } from "../../../time/format";
import type { SectionProps } from "../section";

/** Whoever handles it sees it off and closes it. Everybody reads who closed it, also when that was taken back. */
export function CloseSection(props: SectionProps) {
  return (
    <>
      <ClosedBefore incident={props.incident} />
      <Closing {...props} />
    </>
  );
}

function ClosedBefore({ incident }: Pick<SectionProps, "incident">) {
  if (incident.reopenings.length === 0) return null;
  return (
    <section class="card stack stack-tight" aria-labelledby="case-reopened">
      <h2 id="case-reopened" class="nl-heading nl-heading--level-2">
        {t.cases.closedBefore}
      </h2>
      <ul class="stack stack-tight">
        {incident.reopenings.map((one) => (
          <li key={one.reopenedAt} class="anywhere">
            <p>
              {t.cases.reopenedBy(one.closedBy.name, moment(one.closedAt), one.reopenedBy.name, moment(one.reopenedAt))}
            </p>
            {one.closeReason && <p>{t.cases.whyClosed(one.closeReason)}</p>}
            <p>{t.cases.whyReopened(one.reason)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function moment(at: string): string {
  return `${longDay(at)}, ${clockTime(at)}`;
}

function Closing({ incident, again }: SectionProps) {
  const { busy, problem, act } = useAction(again);
  const [closing, setClosing] = useState(false);
  const [reason, setReason] = useState("");
  if (incident.closedBy && incident.closedAt) {
    return (
      <Notice title={t.cases.closedBy(incident.closedBy.name, longDay(incident.closedAt))}>
        {incident.closeReason && <p class="anywhere">{incident.closeReason}</p>}
        {incident.mayReopen && <Reopen incident={incident} again={again} />}
      </Notice>
    );
  }
  if (!incident.mayHandle) return null;
  return (
    <section class="card stack stack-tight" aria-labelledby="case-close">
      <h2 id="case-close" class="nl-heading nl-heading--level-2">
        {t.cases.handle}
      </h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {incident.seenBy && <p>{t.incidents.seenBy(incident.seenBy.name)}</p>}
      {closing && <TextArea label={t.cases.closeReason} hint={t.cases.closeHint} value={reason} onValue={setReason} />}
      <div class="row">
        {!incident.seenAt && (
          <Button busy={busy !== null} onPress={() => void act("seen", () => api.seeIncident(incident.id))}>
            {t.incidents.see}
          </Button>
        )}
        {closing ? (
          <Button
            busy={busy !== null}
            onPress={() => void act("close", () => api.closeIncident(incident.id, reason.trim()))}
          >
            {t.cases.close}
          </Button>
        ) : (
          <Button look="quiet" onPress={() => setClosing(true)}>
            {t.cases.close}
          </Button>
        )}
      </div>
    </section>
  );
}

/** A closed report takes no new measure and no new letter: whoever handles it opens it again, and says what for. */
function Reopen({ incident, again }: Omit<SectionProps, "round">) {
  const { busy, problem, act } = useAction(again);
  const [opening, setOpening] = useState(false);
  const [reason, setReason] = useState("");
  if (!opening) {
    return (
      <Button look="quiet" onPress={() => setOpening(true)}>
        {t.cases.reopen}
      </Button>
    );
  }
  return (
    <div class="stack stack-tight">
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextArea
        label={t.cases.reopenReason}
        hint={t.cases.reopenHint}
        value={reason}
        onValue={setReason}
        input={{ maxLength: 300 }}
      />
      <Button
        busy={busy !== null}
        onPress={() => void act("reopen", () => api.reopenIncident(incident.id, reason.trim()))}
      >
        {t.cases.reopen}
      </Button>
    </div>
  );
}
