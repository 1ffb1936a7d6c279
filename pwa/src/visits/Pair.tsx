import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Badge, Notice } from "../parts/Notice";
import { useSession } from "../session/context";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { saidOf } from "./companions";
import { HALF_AN_HOUR, movedBy } from "./moving";
import { accept } from "./visits";

/** What each part of this is given: the visit, and what is being done with it. */
export interface Props {
  visit: Visit;
  busy: string | null;
  does: (name: string, work: () => Promise<Visit>) => void;
}

/** Who comes along: whether two are there, what to choose where they are not, and what each of them presses. */
export function Pair({ visit, busy, does }: Props) {
  const { me } = useSession();
  const { pair } = visit.beforehand;
  const words = t.beforehand;
  const coming = visit.companions.filter((one) => !one.declinedAt);
  const waits = pair.needed && !pair.there && !pair.aloneAllowedBy;
  return (
    <div class="stack stack-tight">
      {waits && (
        <Notice tone="soon" title={words.pairNeeded}>
          <p>{coming.length > 0 ? words.pairWait(coming.map((one) => one.name)) : words.pairNobody}</p>
        </Notice>
      )}
      {waits && <Choices visit={visit} busy={busy} does={does} />}
      {pair.aloneAllowedBy && <p>{words.aloneAllowed(pair.aloneAllowedBy.name)}</p>}
      {visit.companions
        .filter((one) => one.personId !== me.id)
        .map((one) => (
          <div key={one.id} class="row">
            <Badge tone={one.thereAt ? "watched" : "soon"}>{saidOf(one)}</Badge>
            {one.personId === null && visit.worker.id === me.id && !one.thereAt && (
              <Button
                busy={busy === "there"}
                onPress={() => does("there", () => api.companion(visit.id, one.id, "there"))}
              >
                {words.isThere(one.name)}
              </Button>
            )}
          </div>
        ))}
      <ComingAlong visit={visit} busy={busy} does={does} />
    </div>
  );
}

/** Nobody is there yet: wait and ask once more, half an hour later, or ask the manager. One press each. */
function Choices({ visit, busy, does }: Props) {
  const { me } = useSession();
  const words = t.beforehand;
  const [absent] = visit.companions.filter((one) => one.personId !== null && !one.thereAt);
  if (visit.worker.id !== me.id) return null;
  const reason = absent ? words.isNotThere(absent.name) : words.nobodyAlong;
  return (
    <div class="stack stack-tight">
      {absent && (
        <Button
          wide
          look="quiet"
          busy={busy === "again"}
          onPress={() => does("again", () => api.askCompanion(visit.id, absent.id))}
        >
          {words.waitAndAsk(absent.name)}
        </Button>
      )}
      <Button
        wide
        look="quiet"
        busy={busy === "later"}
        onPress={() => does("later", () => api.changeVisit(visit.id, movedBy(visit, HALF_AN_HOUR, serverClock.now())))}
      >
        {t.planning.later30}
      </Button>
      {visit.beforehand.pair.aloneAsked ? (
        <p role="status">{words.managerAsked}</p>
      ) : (
        <Button
          wide
          look="quiet"
          busy={busy === "alone"}
          onPress={() => does("alone", () => api.askAlone(visit.id, reason))}
        >
          {words.askManager}
        </Button>
      )}
    </div>
  );
}

/** Who comes along checks in for themselves: one press. */
function ComingAlong({ visit, busy, does }: Props) {
  const { me } = useSession();
  const mine = visit.companions.find((one) => one.personId === me.id);
  if (!mine) return null;
  return (
    <>
      {mine.thereAt && <Badge tone="watched">{t.beforehand.youAreThere}</Badge>}
      {!mine.thereAt && (
        <Button
          wide
          size="large"
          busy={busy === "there"}
          onPress={() => does("there", () => api.companion(visit.id, mine.id, "there"))}
        >
          {t.beforehand.iAmThere}
        </Button>
      )}
      {!mine.declinedAt && (
        <Button wide look="plain" onPress={() => does("cant", () => api.companion(visit.id, mine.id, "cant"))}>
          {t.beforehand.iCant}
        </Button>
      )}
    </>
  );
}

/** The same on the companion's own day: what they do there, in one press. */
export function Along({ visit }: { visit: Visit }) {
  const { busy, problem, act } = useAction();
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <ComingAlong visit={visit} busy={busy} does={(name, work) => void act(name, () => work().then(accept))} />
    </>
  );
}
