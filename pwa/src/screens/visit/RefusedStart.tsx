import { useLocation } from "preact-iso";
import type { Visit } from "../../api/types";
import { Button, ButtonLink } from "../../parts/Button";
import { Call } from "../../parts/Contact";
import { Notice } from "../../parts/Notice";
import type { Action } from "../../queue/action";
import { dismiss, press } from "../../queue/queue";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { Beforehand } from "../../visits/Beforehand";
import { useToCall } from "../../visits/numbers";

/** So close to its end, what was pressed before is no use: the form asks anew. */
const TOO_SHORT_MS = 5 * 60_000;

export interface Props {
  visit: Visit;
  action: Action;
}

/** This visit may not start yet. Why, what one can do about it, and that it may once somebody did. */
export function RefusedStart({ visit, action }: Props) {
  const { me } = useSession();
  if (visit.worker.id !== me.id) return <OfColleague visit={visit} action={action} />;
  return <NotYet visit={visit} action={action} />;
}

/** It became a colleague's meanwhile, with whom they still go along: only a new one is theirs to begin. */
function OfColleague({ visit, action }: Props) {
  return (
    <>
      <Notice tone="soon" title={t.pending.refused(t.pending.kinds["check-in"])} announce="now">
        <p>{t.visitLater.notYours(visit.worker.name)}</p>
      </Notice>
      <ButtonLink href={`/visits/new?again=${action.key}`} wide>
        {t.today.newVisit}
      </ButtonLink>
      <ToCall visit={visit} />
      <Button look="plain" onPress={() => void dismiss(action.key)}>
        {t.app.understood}
      </Button>
    </>
  );
}

function NotYet({ visit, action }: Props) {
  const { route } = useLocation();
  const may = visit.beforehand.mayStart;
  const form = `/visits/${visit.id}/check-in`;
  const end = Date.parse(String(action.body["expectedEnd"] ?? visit.expectedEnd));
  const again = () => {
    if (end - serverClock.now() > TOO_SHORT_MS)
      return void press({ kind: "check-in", subject: visit.id, body: action.body });
    void dismiss(action.key);
    route(form);
  };
  return (
    <>
      {may ? (
        <Notice tone="watched" title={t.beforehand.mayNow} announce="now" />
      ) : (
        <Notice tone="soon" title={t.pending.refused(t.pending.kinds["check-in"])} announce="now">
          <p>{action.refused?.errors[0]?.detail || action.refused?.message || t.app.somethingWrong}</p>
        </Notice>
      )}
      <Beforehand visit={visit} />
      <Button wide size="large" look={may ? "main" : "quiet"} onPress={again}>
        {may ? t.checkIn.send : t.pending.again}
      </Button>
      <ButtonLink href={form} look="quiet" wide>
        {t.pending.fillInAgain}
      </ButtonLink>
      <ToCall visit={visit} />
    </>
  );
}

function ToCall({ visit }: { visit: Visit }) {
  return (
    <>
      {useToCall(visit)
        .slice(0, 2)
        .map((one) => (
          <Call key={one.id} name={one.name} number={one.phone} wide full />
        ))}
    </>
  );
}
